package store

import (
	"context"

	"github.com/jmoiron/sqlx"

	"github.com/acme/ledger/internal/customer"
	"github.com/acme/ledger/internal/page"
	"github.com/acme/ledger/internal/timestamp"
)

// Customers keeps customers in the database.
type Customers struct {
	db *sqlx.DB
}

// NewCustomers returns the store of the customers in db.
func NewCustomers(db *sqlx.DB) *Customers {
	return &Customers{db: db}
}

// Create implements customer.Store.
func (s *Customers) Create(ctx context.Context, from customer.Customer) (customer.Customer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	from.CreatedAt = timestamp.Now()
	from.UpdatedAt = from.CreatedAt
	id, err := insert(ctx, s.db, insertCustomer, customerRow(from))
	if err != nil {
		return customer.Customer{}, wrap(err, "create customer")
	}
	from.ID = id
	return from, nil
}

// Get implements customer.Store.
func (s *Customers) Get(ctx context.Context, id int64) (customer.Customer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row customerRow
	if err := s.db.GetContext(ctx, &row, selectCustomer, id); err != nil {
		return customer.Customer{}, wrap(err, "get customer")
	}
	return customer.Customer(row), nil
}

// List implements customer.Store.
func (s *Customers) List(ctx context.Context, q page.Query[customer.Customer]) (page.Page[customer.Customer], error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	clause, args := customerSeek(q).clause(q.Limit + 1)
	var rows []customerRow
	if err := s.db.SelectContext(ctx, &rows, selectCustomers+clause, args...); err != nil {
		return page.Page[customer.Customer]{}, wrap(err, "list customers")
	}
	found := make([]customer.Customer, len(rows))
	for i := range rows {
		found[i] = customer.Customer(rows[i])
	}
	return q.Page(found)
}

// Update implements customer.Store.
func (s *Customers) Update(ctx context.Context, id int64, apply func(*customer.Customer) error) (customer.Customer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var changed customer.Customer
	err := WithTx(ctx, s.db, func(tx *sqlx.Tx) error {
		var row customerRow
		if err := tx.GetContext(ctx, &row, lockCustomer, id); err != nil {
			return err
		}
		changed = customer.Customer(row)
		if err := apply(&changed); err != nil {
			return err
		}
		changed.ID, changed.UpdatedAt = id, timestamp.Now()
		_, err := tx.NamedExecContext(ctx, updateCustomer, customerRow(changed))
		return err
	})
	if err != nil {
		return customer.Customer{}, wrap(err, "update customer")
	}
	return changed, nil
}

// Delete implements customer.Store.
func (s *Customers) Delete(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	res, err := s.db.ExecContext(ctx, deleteCustomer, id)
	if err != nil {
		return wrap(err, "delete customer")
	}
	return wrap(affected(res), "delete customer")
}

// ByEmail implements customer.Store.
func (s *Customers) ByEmail(ctx context.Context, email string) (customer.Customer, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var row customerRow
	if err := s.db.GetContext(ctx, &row, selectCustomerByEmail, email); err != nil {
		return customer.Customer{}, wrap(err, "get customer by email")
	}
	return customer.Customer(row), nil
}
