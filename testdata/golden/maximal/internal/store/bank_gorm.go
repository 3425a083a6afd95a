package store

// accountRow is the model of the table accounts. It names every column, which
// GORM would guess from the field.
type accountRow struct {
	ID           int64    `gorm:"column:id;primaryKey"`
	Owner        string   `gorm:"column:owner"`
	BalanceCents int64    `gorm:"column:balance_cents"`
	CreatedAt    timeText `gorm:"column:created_at"`
}

// TableName tells GORM the table.
func (accountRow) TableName() string {
	return "accounts"
}

// transferRow is the model of the table transfers.
type transferRow struct {
	ID            int64    `gorm:"column:id;primaryKey"`
	Key           string   `gorm:"column:idempotency_key"`
	FromAccountID int64    `gorm:"column:from_account_id"`
	ToAccountID   int64    `gorm:"column:to_account_id"`
	AmountCents   int64    `gorm:"column:amount_cents"`
	CreatedAt     timeText `gorm:"column:created_at"`
}

// TableName tells GORM the table.
func (transferRow) TableName() string {
	return "transfers"
}
