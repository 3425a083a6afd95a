package handler_test

import (
	"net/http"
	"testing"

	"github.com/acme/shelf/internal/bookreview"
	"github.com/acme/shelf/internal/router"
)

func TestBookReview(t *testing.T) {
	t.Parallel()
	resourceSuite[bookreview.BookReview]{
		path:   api + "/book-reviews",
		first:  `"text":"first text","stars":1`,
		other:  `"text":"other text","stars":2`,
		fields: bookreview.ListFields(),
		deps:   func(fake *fakeStore[bookreview.BookReview]) router.Deps { return router.Deps{BookReviews: fake} },
	}.run(t, []exchange{
		{"GET", "?sort=-created_at,id&limit=1", ``, http.StatusOK, `{"items":[{"id":`},
		{"PATCH", "/1", `{"text":null}`, http.StatusUnprocessableEntity, `{"field":"text","rule":"required"`},
		{"PATCH", "/1", `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PUT", "/2", `{"text":""}`, http.StatusUnprocessableEntity, `{"field":"text"`},
		{"PATCH", "/1", `{"stars":null}`, http.StatusUnprocessableEntity, `{"field":"stars","rule":"required"`},
		{"PATCH", "/1", `{"stars":0}`, http.StatusUnprocessableEntity, `{"field":"stars"`},
		{"PUT", "/2", `{"stars":0}`, http.StatusUnprocessableEntity, `{"field":"stars"`},
	}...)
}
