package store

import (
	"database/sql"
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// ORM is GORM on the pools of a DB.
type ORM struct {
	Reads  *gorm.DB
	Writes *gorm.DB
}

// NewORM returns GORM on the pools of db. The schema is left to package
// migrations: nothing calls AutoMigrate. Errors stay those of the driver, which
// wrap knows.
func NewORM(db *DB) (*ORM, error) {
	reads, err := newORM(db.Reads)
	if err != nil {
		return nil, err
	}
	writes, err := newORM(db.Writes)
	if err != nil {
		return nil, err
	}
	return &ORM{Reads: reads, Writes: writes}, nil
}

// newORM leaves PrepareStmt off: a request that finds a statement in preparation
// waits for the request that prepares it, and fails if that one is canceled.
func newORM(pool *sql.DB) (*gorm.DB, error) {
	orm, err := gorm.Open(dialector(pool), &gorm.Config{
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
