package seed

import (
	"library/internal/book"
	"library/internal/loan"
	"library/internal/validate"
)

// source is what rows are stored with.
type source struct {
	into      Stores
	validator *validate.Validator
}

func bookRows(s source) *table[book.Book] {
	return &table[book.Book]{
		file:   "books.yaml",
		rows:   s.into.Books,
		fields: book.ListFields(),
		parse:  parser[book.Book, book.Input](s.validator),
	}
}

func loanRows(s source) *table[loan.Loan] {
	return &table[loan.Loan]{
		file:   "loans.yaml",
		rows:   s.into.Loans,
		fields: loan.ListFields(),
		refs: map[string]reference{
			"book": refer("book_id", s, bookRows),
		},
		parse: parser[loan.Loan, loan.Input](s.validator),
	}
}
