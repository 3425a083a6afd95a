package store

import (
	"time"

	"gorm.io/gorm"
)

// now is the current time as every database can store it: in UTC, to the
// microsecond.
func now() time.Time {
	return time.Now().UTC().Truncate(time.Microsecond)
}

// affected returns gorm.ErrRecordNotFound for a statement that found no row.
func affected(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return result.Error
}
