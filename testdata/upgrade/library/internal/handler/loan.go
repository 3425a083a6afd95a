package handler

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/acme/library/internal/book"
	"github.com/acme/library/internal/date"
)

// Receipt says until when a book is put aside.
type Receipt struct {
	Title string    `json:"title" example:"Dune"`
	Until date.Date `json:"until" swaggertype:"string" format:"date" example:"2024-05-17"`
}

// Sender sends mail; package mailer has one.
type Sender interface {
	Send(ctx context.Context, to, subject string) error
}

// Loan lets readers ask for books.
type Loan struct {
	books book.Store
	mail  Sender
}

// NewLoan returns the handlers of loans.
func NewLoan(books book.Store, mail Sender) *Loan {
	return &Loan{books: books, mail: mail}
}

// Ask tells the desk that somebody wants a book.
//
//	@Summary	Ask for a book
//	@Tags		loans
//	@Produce	json
//	@Param		id	path		int	true	"Id of the book"	minimum(1)
//	@Success	202	{object}	resp.Body{data=Receipt}
//	@Failure	404	{object}	resp.Body
//	@Router		/api/v1/books/{id}/loans [post]
func (h *Loan) Ask(c *gin.Context) {
	id, err := pathID(c.Param("id"))
	if err != nil {
		fail(c, err)
		return
	}
	wanted, err := h.books.Get(c.Request.Context(), id)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.mail.Send(c.Request.Context(), "desk@town.example", "Please put aside "+wanted.Title); err != nil {
		fail(c, err)
		return
	}
	respond(c, http.StatusAccepted, Receipt{Title: wanted.Title, Until: date.Of(time.Now().AddDate(0, 0, 7))})
}
