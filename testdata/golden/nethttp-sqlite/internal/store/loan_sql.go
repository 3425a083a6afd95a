package store

import (
	"context"

	"cloud.google.com/go/civil"
	"github.com/jmoiron/sqlx"

	"library/internal/loan"
	"library/internal/page"
)

const (
	selectLoans = `
		SELECT book_id, due, returned_at, version, created_at, updated_at, id
		FROM loans`
	selectLoan = selectLoans + `
		WHERE id = ?`
	insertLoan = `
		INSERT INTO loans (book_id, due, returned_at, version, created_at, updated_at)
		VALUES (:book_id, :due, :returned_at, :version, :created_at, :updated_at)
		RETURNING id`
	updateLoan = `
		UPDATE loans
		SET book_id = :book_id, due = :due, returned_at = :returned_at, version = :version, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	deleteLoan = `
		DELETE FROM loans
		WHERE id = ?`
)

// loanRow is a row of the table loans. Its tags are the names of the columns,
// and of the parameters of the statements.
type loanRow struct {
	ID         int64      `db:"id"`
	BookID     int64      `db:"book_id"`
	Due        civil.Date `db:"due"`
	ReturnedAt *timeText  `db:"returned_at"`
	Version    int64      `db:"version"`
	CreatedAt  timeText   `db:"created_at"`
	UpdatedAt  timeText   `db:"updated_at"`
}

// lockedLoan reads a loan that stays as it is until tx ends.
func lockedLoan(ctx context.Context, tx *sqlx.Tx, id int64) (loan.Loan, error) {
	var row loanRow
	err := tx.GetContext(ctx, &row, selectLoan, id)
	return fromLoanRow(row), err
}

// loanSeek describes the page that q asks for. Only the columns named here reach
// a statement, never text from a client.
func loanSeek(q page.Query[loan.Loan]) seek {
	var row loanRow
	if q.After != nil {
		row = toLoanRow(*q.After)
	}
	s := map[string]seek{
		"id":          {column: "id"},
		"due":         {column: "due", value: row.Due},
		"returned_at": {column: "returned_at", value: row.ReturnedAt, nullable: true, null: row.ReturnedAt == nil},
		"created_at":  {column: "created_at", value: row.CreatedAt},
		"updated_at":  {column: "updated_at", value: row.UpdatedAt},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	for _, f := range q.Filters {
		s.filters = append(s.filters, filter{column: f.Field, value: f.ID})
	}
	return s
}
