package store

import (
	"time"

	"github.com/acme/everything/internal/bank"
)

// toAccountRow returns the row that keeps from.
func toAccountRow(from bank.Account) accountRow {
	return accountRow{
		ID:           from.ID,
		Owner:        from.Owner,
		BalanceCents: from.BalanceCents,
		CreatedAt:    timeText(from.CreatedAt),
	}
}

// fromAccountRow returns the account that row keeps.
func fromAccountRow(row accountRow) bank.Account {
	return bank.Account{
		ID:           row.ID,
		Owner:        row.Owner,
		BalanceCents: row.BalanceCents,
		CreatedAt:    time.Time(row.CreatedAt),
	}
}

// toTransferRow returns the row that keeps from.
func toTransferRow(from bank.Transfer) transferRow {
	return transferRow{
		ID:            from.ID,
		Key:           from.Key,
		FromAccountID: from.FromAccountID,
		ToAccountID:   from.ToAccountID,
		AmountCents:   from.AmountCents,
		CreatedAt:     timeText(from.CreatedAt),
	}
}

// fromTransferRow returns the transfer that row keeps.
func fromTransferRow(row transferRow) bank.Transfer {
	return bank.Transfer{
		ID:            row.ID,
		Key:           row.Key,
		FromAccountID: row.FromAccountID,
		ToAccountID:   row.ToAccountID,
		AmountCents:   row.AmountCents,
		CreatedAt:     time.Time(row.CreatedAt),
	}
}
