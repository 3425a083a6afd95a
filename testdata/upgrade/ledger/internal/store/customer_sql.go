package store

import "time"

const (
	selectCustomers = `
		SELECT name, email, vip, created_at, updated_at, id
		FROM customers`
	selectCustomer = selectCustomers + `
		WHERE id = $1`
	lockCustomer = selectCustomer + `
		FOR UPDATE`
	insertCustomer = `
		INSERT INTO customers (name, email, vip, created_at, updated_at)
		VALUES (:name, :email, :vip, :created_at, :updated_at)
		RETURNING id`
	updateCustomer = `
		UPDATE customers
		SET name = :name, email = :email, vip = :vip, created_at = :created_at, updated_at = :updated_at
		WHERE id = :id`
	selectCustomerByEmail = selectCustomers + `
		WHERE email = lower($1)`
	deleteCustomer = `
		DELETE FROM customers
		WHERE id = $1`
)

// customerRow is a row of the table customers. Its tags are the names of the columns,
// and of the parameters of the statements.
type customerRow struct {
	ID        int64     `db:"id"`
	Name      string    `db:"name"`
	Email     string    `db:"email"`
	Vip       bool      `db:"vip"`
	CreatedAt time.Time `db:"created_at"`
	UpdatedAt time.Time `db:"updated_at"`
}
