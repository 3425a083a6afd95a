package store

import "cloud.google.com/go/civil"

const (
	selectLoans = `
		SELECT book_id, due, returned_at, created_at, updated_at, id
		FROM loans`
	selectLoan = selectLoans + `
		WHERE id = ?`
	insertLoan = `
		INSERT INTO loans (book_id, due, returned_at, created_at, updated_at)
		VALUES (:book_id, :due, :returned_at, :created_at, :updated_at)
		RETURNING id`
	updateLoan = `
		UPDATE loans
		SET book_id = :book_id, due = :due, returned_at = :returned_at, created_at = :created_at, updated_at = :updated_at
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
	CreatedAt  timeText   `db:"created_at"`
	UpdatedAt  timeText   `db:"updated_at"`
}
