package handler_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"library/internal/apperr"
	"library/internal/page"
	"library/internal/router"
)

// resourceSuite tests the handlers of a resource.
type resourceSuite[T any, ID comparable] struct {
	path         string // of the list
	first, other string // the fields of two resources in JSON; the store has the first
	fields       page.Fields[T]
	deps         func(*fakeStore[T, ID]) router.Deps
}

// exchange is a request and the response to it.
type exchange struct {
	method, path, body string // the path is what follows that of the list
	status             int
	want               string // in the body
}

// run tests what the handlers of every resource have in common, and exchanges.
func (s resourceSuite[T, ID]) run(t *testing.T, exchanges ...exchange) {
	t.Helper()
	first, other := `{`+s.first+`}`, `{`+s.other+`}`
	exchanges = append(exchanges, []exchange{
		{"GET", "", ``, http.StatusOK, `{"items":[` + s.row(1, s.first)},
		{"GET", "?sort=-id&limit=1", ``, http.StatusOK, s.first},
		{"GET", "?sort=no_field", ``, http.StatusBadRequest, `sort must be`},
		{"GET", "?limit=101", ``, http.StatusBadRequest, `limit must be`},
		{"GET", "?no_field=1", ``, http.StatusBadRequest, `unknown query parameter`},
		{"GET", fmt.Sprintf("?id[in]=%v,%v&sort=-id", idOf[ID](1), idOf[ID](2)), ``, http.StatusOK, s.first},
		{"GET", fmt.Sprintf("?id%%5Bne%%5D=%v", idOf[ID](2)), ``, http.StatusOK, s.first},
		{"GET", "?id[no_operator]=1", ``, http.StatusBadRequest, `unknown filter`},

		{"POST", "", other, http.StatusCreated, s.row(2, s.other)},
		{"POST", "", `{`, http.StatusBadRequest, `malformed`},
		{"POST", "", `{"id":7}`, http.StatusBadRequest, `unknown field`},
		{"POST", "", strings.Repeat(" ", bodyLimit+1), http.StatusRequestEntityTooLarge, `too large`},

		{"GET", s.at(1), ``, http.StatusOK, s.row(1, s.first)},
		{"GET", s.at(2), ``, http.StatusNotFound, `not found`},
		{"GET", "/one", ``, http.StatusBadRequest, `id must be`},

		{"PUT", s.at(1), other, http.StatusOK, s.row(1, s.other)},
		{"PUT", s.at(2), other, http.StatusNotFound, `not found`},
		{"PUT", "/0", other, http.StatusBadRequest, `id must be`},
		{"PUT", s.at(1), `{`, http.StatusBadRequest, `malformed`},

		{"PATCH", s.at(1), other, http.StatusOK, s.row(1, s.other)},
		{"PATCH", s.at(1), `{}`, http.StatusOK, s.row(1, s.first)},
		{"PATCH", s.at(2), `{}`, http.StatusNotFound, `not found`},
		{"PATCH", "/-1", `{}`, http.StatusBadRequest, `id must be`},
		{"PATCH", s.at(1), `[]`, http.StatusBadRequest, `object`},

		{"DELETE", s.at(1), ``, http.StatusNoContent, ``},
		{"DELETE", s.at(2), ``, http.StatusNotFound, `not found`},
		{"DELETE", "/1.5", ``, http.StatusBadRequest, `id must be`},

		{"POST", "?sort=id", other, http.StatusBadRequest, `unknown query parameter`},
		{"GET", s.at(1) + "?sort=id", ``, http.StatusBadRequest, `unknown query parameter`},
		{"PUT", s.at(1) + "?sort=id", other, http.StatusBadRequest, `unknown query parameter`},
		{"PATCH", s.at(1) + "?sort=id", `{}`, http.StatusBadRequest, `unknown query parameter`},
		{"DELETE", s.at(1) + "?sort=id", ``, http.StatusBadRequest, `unknown query parameter`},
	}...)
	for _, x := range exchanges {
		t.Run(fmt.Sprintf("%s %s %.50s", x.method, x.path, x.body), func(t *testing.T) {
			t.Parallel()
			wantResponse(t, call(t, s.deps(s.store(t)), x.method, s.path+x.path, "application/json", x.body), x.status, x.want)
		})
	}
	s.testConditions(t)
	t.Run("Location", func(t *testing.T) {
		t.Parallel()
		deps := s.deps(s.store(t))
		w := call(t, deps, "POST", s.path, "application/json", other)
		wantResponse(t, call(t, deps, "GET", w.Header().Get("Location"), "", ""), http.StatusOK, s.row(2, s.other))
	})
	t.Run("a row from before the rules", func(t *testing.T) {
		t.Parallel()
		fake := &fakeStore[T, ID]{fields: s.fields}
		_, _ = fake.Create(t.Context(), *new(T))
		wantResponse(t, call(t, s.deps(fake), "PATCH", s.path+s.at(1), "application/json", `{}`), http.StatusOK, s.row(1, ``))
	})
	t.Run("media types", func(t *testing.T) {
		t.Parallel()
		deps := s.deps(s.store(t))
		const mergePatch = "application/merge-patch+json; charset=utf-8"
		wantResponse(t, call(t, deps, "PATCH", s.path+s.at(1), mergePatch, `{}`), http.StatusOK, s.first)
		wantResponse(t, call(t, deps, "PATCH", s.path+s.at(1), "", `{}`), http.StatusUnsupportedMediaType, `media type`)
		wantResponse(t, call(t, deps, "PUT", s.path+s.at(1), mergePatch, other), http.StatusUnsupportedMediaType, `media type`)
		wantResponse(t, call(t, deps, "POST", s.path, "text/plain", other), http.StatusUnsupportedMediaType, `media type`)
	})
	for err, status := range map[error]int{
		apperr.ErrConflict:                http.StatusConflict,
		context.DeadlineExceeded:          http.StatusGatewayTimeout,
		errors.New("secret of the store"): http.StatusInternalServerError,
	} {
		t.Run(err.Error(), func(t *testing.T) {
			t.Parallel()
			fake := s.store(t)
			fake.err = fmt.Errorf("store: %w", err)
			for request, body := range map[string]string{
				"GET": ``, "POST": first, "GET " + s.at(1): ``, "PUT " + s.at(1): first, "PATCH " + s.at(1): first, "DELETE " + s.at(1): ``,
			} {
				method, path, _ := strings.Cut(request, " ")
				w := call(t, s.deps(fake), method, s.path+path, "application/json", body)
				wantResponse(t, w, status, `"code":`)
				if strings.Contains(w.Body.String(), "store") {
					t.Errorf("%s: the client sees %s", request, w.Body)
				}
			}
		})
	}
}

// at returns the path of the nth row after that of the list.
func (s resourceSuite[T, ID]) at(n int) string { return fmt.Sprintf("/%v", idOf[ID](n)) }

// row returns how the nth row begins in JSON if these are its fields.
func (s resourceSuite[T, ID]) row(n int, fields string) string {
	id, err := json.Marshal(idOf[ID](n))
	if err != nil {
		panic(err) // there is no such id
	}
	return `{"id":` + string(id) + `,` + fields
}

// testConditions tests If-Match and If-None-Match. The store has version 1.
func (s resourceSuite[T, ID]) testConditions(t *testing.T) {
	t.Helper()
	for _, tc := range []struct {
		method, header, value string
		status                int
	}{
		{"GET", "If-None-Match", `"1"`, http.StatusNotModified},
		{"HEAD", "If-None-Match", `"2", W/"1"`, http.StatusNotModified},
		{"GET", "If-None-Match", `"2"`, http.StatusOK},
		{"GET", "If-None-Match", `1`, http.StatusBadRequest},
		{"GET", "If-Match", `"2"`, http.StatusPreconditionFailed},
		{"PUT", "If-Match", `"1"`, http.StatusOK},
		{"PUT", "If-Match", `"2"`, http.StatusPreconditionFailed},
		{"PATCH", "If-Match", `*`, http.StatusOK},
		{"PATCH", "If-Match", `W/"1"`, http.StatusPreconditionFailed},
		{"PATCH", "If-Match", ``, http.StatusBadRequest},
		{"DELETE", "If-Match", `"0", "1"`, http.StatusNoContent},
		{"DELETE", "If-Match", `"2"`, http.StatusPreconditionFailed},
	} {
		t.Run(fmt.Sprintf("%s %s: %s", tc.method, tc.header, tc.value), func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {"application/json"}}
			header.Set(tc.header, tc.value)
			body := ``
			if tc.method[0] == 'P' {
				body = `{` + s.other + `}`
			}
			w := send(t, s.deps(s.store(t)), tc.method, s.path+s.at(1), header, body)
			if w.Code != tc.status {
				t.Errorf("response %d %s, want %d", w.Code, w.Body, tc.status)
			}
			if tag := w.Header().Get("ETag"); (tag != "") != (w.Code == http.StatusOK || w.Code == http.StatusNotModified) {
				t.Errorf("ETag is %q", tag)
			}
			if w.Code == http.StatusNotModified && w.Body.Len() > 0 {
				t.Errorf("304 with the body %s", w.Body)
			}
		})
	}
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		t.Run(method+" without If-Match", func(t *testing.T) {
			t.Parallel()
			w := sendTo(t, router.Config{RequireIfMatch: true}, s.deps(s.store(t)), method, s.path+s.at(1), http.Header{}, ``)
			wantResponse(t, w, http.StatusPreconditionRequired, `If-Match`)
		})
	}
}

func (s resourceSuite[T, ID]) store(t *testing.T) *fakeStore[T, ID] {
	t.Helper()
	fake := &fakeStore[T, ID]{fields: s.fields}
	var row T
	if err := json.Unmarshal([]byte(`{`+s.first+`}`), &row); err != nil {
		t.Fatal(err)
	}
	_, _ = fake.Create(t.Context(), row)
	return fake
}

// idOf returns the id of the nth row: n, or a UUID that ends with it.
func idOf[ID any](n int) (id ID) {
	if json.Unmarshal(fmt.Append(nil, n), &id) != nil {
		_ = json.Unmarshal(fmt.Appendf(nil, `"00000000-0000-7000-8000-%012d"`, n), &id) // always valid
	}
	return id
}

// fakeStore is a store in memory. Its methods fail with err if that is set.
type fakeStore[T any, ID comparable] struct {
	fields page.Fields[T]
	rows   []T // with the ids that idOf returns for 1, 2 and so on
	err    error
}

func (f *fakeStore[T, ID]) Create(_ context.Context, from T) (T, error) {
	if id, ok := f.fields["id"].At(&from).(*ID); ok {
		*id = idOf[ID](len(f.rows) + 1)
	}
	_ = json.Unmarshal([]byte(`{"version":1}`), &from) // always valid
	f.rows = append(f.rows, from)
	return from, f.err
}

func (f *fakeStore[T, ID]) Get(_ context.Context, id ID) (row T, err error) {
	if f.err != nil {
		return row, f.err
	}
	for i, row := range f.rows {
		if id == idOf[ID](i+1) {
			return row, nil
		}
	}
	return row, apperr.ErrNotFound
}

func (f *fakeStore[T, ID]) List(_ context.Context, q page.Query[T]) (page.Page[T], error) {
	if f.err != nil {
		return page.Page[T]{}, f.err
	}
	return q.Page(f.rows)
}

func (f *fakeStore[T, ID]) Update(ctx context.Context, id ID, apply func(*T) error) (T, error) {
	row, err := f.Get(ctx, id)
	if err != nil {
		return row, err
	}
	err = apply(&row)
	return row, err
}

func (f *fakeStore[T, ID]) Delete(ctx context.Context, id ID, check func(*T) error) error {
	_, err := f.Update(ctx, id, check)
	return err
}
