package store

import "time"

const (
	selectAccount = `
		SELECT owner, balance_cents, created_at, id
		FROM accounts
		WHERE id = $1`
	lockAccount = selectAccount + `
		FOR UPDATE`
	insertAccount = `
		INSERT INTO accounts (owner, balance_cents, created_at)
		VALUES (:owner, :balance_cents, :created_at)
		RETURNING id`
	addToBalance = `
		UPDATE accounts
		SET balance_cents = balance_cents + $1
		WHERE id = $2`
	selectTransfers = `
		SELECT idempotency_key, from_account_id, to_account_id, amount_cents, created_at, id
		FROM transfers`
	selectTransfer = selectTransfers + `
		WHERE id = $1`
	findTransfer = selectTransfers + `
		WHERE idempotency_key = $1`
	insertTransfer = `
		INSERT INTO transfers (idempotency_key, from_account_id, to_account_id, amount_cents, created_at)
		VALUES (:idempotency_key, :from_account_id, :to_account_id, :amount_cents, :created_at)
		RETURNING id`
)

// accountRow is a row of the table accounts. Its tags are the names of the
// columns, and of the parameters of the statements.
type accountRow struct {
	ID           int64     `db:"id"`
	Owner        string    `db:"owner"`
	BalanceCents int64     `db:"balance_cents"`
	CreatedAt    time.Time `db:"created_at"`
}

// transferRow is a row of the table transfers.
type transferRow struct {
	ID            int64     `db:"id"`
	Key           string    `db:"idempotency_key"`
	FromAccountID int64     `db:"from_account_id"`
	ToAccountID   int64     `db:"to_account_id"`
	AmountCents   int64     `db:"amount_cents"`
	CreatedAt     time.Time `db:"created_at"`
}
