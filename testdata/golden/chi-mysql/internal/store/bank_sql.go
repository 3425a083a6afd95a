package store

import "github.com/acme/payments/internal/bank"

const (
	selectAccount = `
		SELECT owner, balance_cents, created_at, id
		FROM accounts
		WHERE id = ?`
	lockAccount = selectAccount + `
		FOR UPDATE`
	insertAccount = `
		INSERT INTO accounts (owner, balance_cents, created_at)
		VALUES (?, ?, ?)`
	addToBalance = `
		UPDATE accounts
		SET balance_cents = balance_cents + ?
		WHERE id = ?`
	selectTransfers = `
		SELECT idempotency_key, from_account_id, to_account_id, amount_cents, created_at, id
		FROM transfers`
	selectTransfer = selectTransfers + `
		WHERE id = ?`
	findTransfer = selectTransfers + `
		WHERE idempotency_key = ?`
	insertTransfer = `
		INSERT INTO transfers (idempotency_key, from_account_id, to_account_id, amount_cents, created_at)
		VALUES (?, ?, ?, ?, ?)`
)

// accountColumns returns the scan destinations, in the order of the statements.
func accountColumns(row *bank.Account) []any {
	return []any{&row.Owner, &row.BalanceCents, &row.CreatedAt, &row.ID}
}

// transferColumns returns the scan destinations, in the order of the statements.
func transferColumns(row *bank.Transfer) []any {
	return []any{&row.Key, &row.FromAccountID, &row.ToAccountID, &row.AmountCents, &row.CreatedAt, &row.ID}
}

// accountArgs returns the arguments, in the order of the statements.
func accountArgs(row *bank.Account) []any {
	return []any{row.Owner, row.BalanceCents, row.CreatedAt}
}

// transferArgs returns the arguments, in the order of the statements.
func transferArgs(row *bank.Transfer) []any {
	return []any{row.Key, row.FromAccountID, row.ToAccountID, row.AmountCents, row.CreatedAt}
}
