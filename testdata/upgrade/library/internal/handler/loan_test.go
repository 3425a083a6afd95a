package handler_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/acme/library/internal/apperr"
	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/page"
	"github.com/acme/library/internal/router"
)

type shelf struct{ book.Store }

func (shelf) Get(_ context.Context, id int64) (book.Book, error) {
	if id != 1 {
		return book.Book{}, apperr.ErrNotFound
	}
	return book.Book{ID: 1, Title: "Dune"}, nil
}

func (shelf) List(context.Context, page.Query[book.Book]) (page.Page[book.Book], error) {
	return page.Page[book.Book]{}, nil
}

type outbox struct{ subjects []string }

func (o *outbox) Send(_ context.Context, _, subject string) error {
	o.subjects = append(o.subjects, subject)
	return nil
}

func TestAsk(t *testing.T) {
	mail := &outbox{}
	deps := router.Deps{Books: shelf{}, Mail: mail}
	if w := call(t, deps, http.MethodPost, "/api/v1/books/1/loans", "", ""); w.Code != http.StatusAccepted {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
	if w := call(t, deps, http.MethodPost, "/api/v1/books/2/loans", "", ""); w.Code != http.StatusNotFound {
		t.Errorf("got %d: %s", w.Code, w.Body)
	}
	if len(mail.subjects) != 1 || mail.subjects[0] != "Please put aside Dune" {
		t.Errorf("sent %v", mail.subjects)
	}
	if w := call(t, deps, http.MethodGet, "/api/v1/books", "", ""); w.Header().Get("X-Branch") != "main" {
		t.Errorf("X-Branch is %q", w.Header().Get("X-Branch"))
	}
}
