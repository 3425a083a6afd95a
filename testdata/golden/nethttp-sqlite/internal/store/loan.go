package store

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"library/internal/apperr"
	"library/internal/loan"
	"library/internal/page"
)

// Loans implements loan.Store.
type Loans struct {
	reads *sqlx.DB
	db    *sqlx.DB // for writes, and the queries of their transactions
}

// NewLoans returns a store that uses db.
func NewLoans(db *DBX) *Loans {
	return &Loans{reads: db.Reads, db: db.Writes}
}

// Create implements loan.Store.
func (s *Loans) Create(ctx context.Context, from loan.Loan) (loan.Loan, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	if from.ID == uuid.Nil {
		from.ID = uuid.Must(uuid.NewV7())
	}
	from.Version = 1
	from.CreatedAt = now()
	from.UpdatedAt = from.CreatedAt
	_, err := sqlx.NamedExecContext(ctx, within(ctx, s.db), insertLoan, toLoanRow(from))
	if err != nil {
		return loan.Loan{}, refused(s.brokenBy(ctx, err, from), "create loan", loanConstraints())
	}
	return from, nil
}

// Get implements loan.Store.
func (s *Loans) Get(ctx context.Context, id uuid.UUID) (loan.Loan, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row loanRow
	if err := within(ctx, s.reads).GetContext(ctx, &row, selectLoan, id); err != nil {
		return loan.Loan{}, wrap(err, "get loan")
	}
	return fromLoanRow(row), nil
}

// List implements loan.Store.
func (s *Loans) List(ctx context.Context, q page.Query[loan.Loan]) (page.Page[loan.Loan], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := newSeek(q, loanListColumns())
	clause, args := at.clause(q.Limit + 1)
	var rows []loanRow
	if err := within(ctx, s.reads).SelectContext(ctx, &rows, selectLoans+clause, args...); err != nil {
		return page.Page[loan.Loan]{}, wrap(err, "list loans")
	}
	found := make([]loan.Loan, len(rows))
	for i := range rows {
		found[i] = fromLoanRow(rows[i])
	}

	return pageOf(ctx, q, found, func(ctx context.Context, total *int64) error {
		clause, args := at.total()
		return wrap(within(ctx, s.reads).GetContext(ctx, total, countLoans+clause, args...), "count loans")
	})
}

// Update implements loan.Store.
func (s *Loans) Update(ctx context.Context, id uuid.UUID, apply func(*loan.Loan) error) (loan.Loan, error) {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	var changed loan.Loan
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		var err error
		if changed, err = lockedLoan(ctx, tx, id); err != nil {
			return err
		}
		version := changed.Version
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.Version, changed.UpdatedAt = id, version+1, now()
		_, err = tx.NamedExecContext(ctx, updateLoan, toLoanRow(changed))
		return err
	})
	if err != nil {
		return loan.Loan{}, refused(s.brokenBy(ctx, err, changed), "update loan", loanConstraints())
	}
	return changed, nil
}

// Delete implements loan.Store.
func (s *Loans) Delete(ctx context.Context, id uuid.UUID, check func(*loan.Loan) error) error {
	ctx, cancel := writeContext(ctx)
	defer cancel()
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		row, err := lockedLoan(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := check(&row); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, deleteLoan, id)
		return err
	})
	return wrap(err, "delete loan")
}

// loanConstraints are the constraints that a loan may break.
func loanConstraints() constraints {
	return constraints{
		"loans_book_id_fkey": {apperr.Missing("book_id")},
	}
}

// brokenBy is err with the foreign key that row breaks.
func (s *Loans) brokenBy(ctx context.Context, err error, row loan.Loan) error {
	const query = `
		SELECT 'loans_book_id_fkey' FROM (SELECT ? AS given) WHERE given IS NOT NULL AND NOT EXISTS (SELECT 1 FROM books WHERE id = given)`
	return broken(err, func() *sql.Row { return within(ctx, s.reads).QueryRowContext(ctx, query, row.BookID) })
}
