package store

import "gorm.io/gorm"

// affected fails with gorm.ErrRecordNotFound where a statement found no row to
// act on.
func affected(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return result.Error
}
