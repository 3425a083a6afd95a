package store

import (
	"database/sql"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// NewORM returns GORM on the pool db. The schema is left to package migrations:
// nothing calls AutoMigrate. Errors stay those of the driver, which wrap knows.
// PrepareStmt stays off: a request that finds a statement in preparation waits
// for the request that prepares it, and fails if that one is canceled.
func NewORM(db *sql.DB) (*gorm.DB, error) {
	orm, err := gorm.Open(dialector(db), &gorm.Config{
		SkipDefaultTransaction: true,           // a single statement needs none
		QueryFields:            true,           // SELECT * would change with the table
		DisableAutomaticPing:   true,           // Open has made sure that the database answers
		Logger:                 logger.Discard, // errors are returned, and values stay out of the log
	})
	if err != nil {
		return nil, fmt.Errorf("open database with GORM: %w", err)
	}
	return orm, nil
}
