package store

// categoryRow is the model of the table categories. It names every column, which GORM
// would guess from the field, and leaves the times to Categories.
type categoryRow struct {
	ID        int64    `gorm:"column:id;primaryKey"`
	Name      string   `gorm:"column:name"`
	ParentID  *int64   `gorm:"column:parent_id"`
	CreatedAt timeText `gorm:"column:created_at"`
	UpdatedAt timeText `gorm:"column:updated_at;autoUpdateTime:false"`
}

// TableName tells GORM the table.
func (categoryRow) TableName() string {
	return "categories"
}
