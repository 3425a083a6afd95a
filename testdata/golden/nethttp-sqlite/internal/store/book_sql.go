package store

const (
	selectBooks = `
		SELECT title, created_at, updated_at, id
		FROM books`
	selectBook = selectBooks + `
		WHERE id = ?`
	insertBook = `
		INSERT INTO books (title, created_at, updated_at)
		VALUES (:title, :created_at, :updated_at)
		RETURNING id`
	updateBook = `
		UPDATE books
		SET title = :title, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	deleteBook = `
		DELETE FROM books
		WHERE id = ?`
)

// bookRow is a row of the table books. Its tags are the names of the columns,
// and of the parameters of the statements.
type bookRow struct {
	ID        int64    `db:"id"`
	Title     string   `db:"title"`
	CreatedAt timeText `db:"created_at"`
	UpdatedAt timeText `db:"updated_at"`
}
