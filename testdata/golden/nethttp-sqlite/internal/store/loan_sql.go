package store

import (
	"context"

	"cloud.google.com/go/civil"
	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"library/internal/loan"
)

const (
	selectLoans = `
		SELECT book_id, due, returned_at, version, created_at, updated_at, id
		FROM loans`
	selectLoan = selectLoans + `
		WHERE id = ?`
	insertLoan = `
		INSERT INTO loans (book_id, due, returned_at, version, created_at, updated_at, id)
		VALUES (:book_id, :due, :returned_at, :version, :created_at, :updated_at, :id)`
	updateLoan = `
		UPDATE loans
		SET book_id = :book_id, due = :due, returned_at = :returned_at, version = :version, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	countLoans = `
		SELECT count(*)
		FROM loans`
	deleteLoan = `
		DELETE FROM loans
		WHERE id = ?`
)

// loanRow is a row of the table loans. Its tags are the names of the columns,
// and of the parameters of the statements.
type loanRow struct {
	ID         uuid.UUID  `db:"id"`
	BookID     int64      `db:"book_id"`
	Due        civil.Date `db:"due"`
	ReturnedAt *timeText  `db:"returned_at"`
	Version    int64      `db:"version"`
	CreatedAt  timeText   `db:"created_at"`
	UpdatedAt  timeText   `db:"updated_at"`
}

// lockedLoan reads a loan that stays as it is until tx ends.
func lockedLoan(ctx context.Context, tx *sqlx.Tx, id uuid.UUID) (loan.Loan, error) {
	var row loanRow
	err := tx.GetContext(ctx, &row, selectLoan, id)
	return fromLoanRow(row), err
}

// loanListColumns are the columns that lists of loans are sorted or filtered
// by.
func loanListColumns() map[string]listColumn {
	return map[string]listColumn{
		"id":          {text: "id"},
		"book_id":     {text: "book_id"},
		"due":         {text: "due"},
		"returned_at": {text: "returned_at", nullable: true},
		"created_at":  {text: "created_at"},
		"updated_at":  {text: "updated_at"},
	}
}
