package store

import "time"

// itemRow is the model of the table items. It names every column, which GORM
// would guess from the field, and leaves the times to Items.
type itemRow struct {
	ID        int64     `gorm:"column:id;primaryKey"`
	SKU       string    `gorm:"column:sku"`
	Title     string    `gorm:"column:title"`
	Quantity  int32     `gorm:"column:quantity"`
	Status    string    `gorm:"column:status"`
	CreatedAt time.Time `gorm:"column:created_at"`
	UpdatedAt time.Time `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (itemRow) TableName() string {
	return "items"
}
