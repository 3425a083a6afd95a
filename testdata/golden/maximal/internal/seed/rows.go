package seed

import (
	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/validate"
)

// source is what rows are stored with.
type source struct {
	into      Stores
	validator *validate.Validator
}

func authorRows(s source) *table[author.Author] {
	return &table[author.Author]{
		file:   "authors.yaml",
		rows:   s.into.Authors,
		fields: author.ListFields(),
		unique: [][]string{{"name"}, {"email"}},
		parse:  parser[author.Author, author.Input](s.validator),
	}
}

func categoryRows(s source) *table[category.Category] {
	return &table[category.Category]{
		file:   "categories.yaml",
		rows:   s.into.Categories,
		fields: category.ListFields(),
		refs: map[string]reference{
			"parent": refer("parent_id", s, categoryRows),
		},
		parse: parser[category.Category, category.Input](s.validator),
	}
}

func bookRows(s source) *table[book.Book] {
	return &table[book.Book]{
		file:   "books.yaml",
		rows:   s.into.Books,
		fields: book.ListFields(),
		unique: [][]string{{"isbn"}, {"token"}, {"title", "author_id"}},
		refs: map[string]reference{
			"author":   refer("author_id", s, authorRows),
			"category": refer("category_id", s, categoryRows),
		},
		parse: parser[book.Book, book.Input](s.validator),
	}
}
