package store

import (
	"time"

	"library/internal/loan"
)

// toLoanRow returns the row that keeps from.
func toLoanRow(from loan.Loan) loanRow {
	return loanRow{
		ID:         from.ID,
		BookID:     from.BookID,
		Due:        from.Due,
		ReturnedAt: (*timeText)(from.ReturnedAt),
		Version:    from.Version,
		CreatedAt:  timeText(from.CreatedAt),
		UpdatedAt:  timeText(from.UpdatedAt),
	}
}

// fromLoanRow returns the loan that row keeps.
func fromLoanRow(row loanRow) loan.Loan {
	return loan.Loan{
		ID:         row.ID,
		BookID:     row.BookID,
		Due:        row.Due,
		ReturnedAt: (*time.Time)(row.ReturnedAt),
		Version:    row.Version,
		CreatedAt:  time.Time(row.CreatedAt),
		UpdatedAt:  time.Time(row.UpdatedAt),
	}
}
