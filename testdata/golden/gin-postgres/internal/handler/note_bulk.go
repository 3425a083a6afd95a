package handler

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/owner"
	"github.com/acme/notes/internal/page"
	"github.com/acme/notes/internal/precondition"
)

// CreateAll creates notes, all of them or none.
//
//	@Summary	Create several notes, all of them or none
//	@Tags		notes
//	@Accept		json
//	@Produce	json
//	@Param		input	body		note.Batch	true	"The notes"
//	@Success	201		{object}	resp.Body{data=object{items=[]note.Note}}
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/bulk [post]
func (h *Note) CreateAll(c *gin.Context) {
	rows, err := h.readAll(c)
	if err != nil {
		fail(c, err)
		return
	}
	created, err := h.notes.CreateAll(c.Request.Context(), owner.Of(c.Request.Context()), rows)
	if err != nil {
		err = ofNobody(c.Request.Context(), err, c.Header)
		fail(c, err)
		return
	}
	respond(c, http.StatusCreated, page.Page[note.Note]{Items: created})
}

// DeleteAll deletes notes, all of them or none.
//
//	@Summary	Delete several notes, all of them or none
//	@Tags		notes
//	@Accept		json
//	@Produce	json
//	@Param		If-Match	header	string	false	"ETag that each of them has, or * for any"
//	@Param		input	body	note.Selection	true	"The IDs of the notes, in the order of deletion"
//	@Success	204
//	@Failure	400,408,413,415,428	{object}	resp.Body
//	@Failure	404,412,422	{object}	resp.Body{data=resp.Problems}
//	@Failure	500,503,504	{object}	resp.Body
//	@Header		503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/notes/bulk-delete [post]
func (h *Note) DeleteAll(c *gin.Context) {
	conditions, err := precondition.ParseWrite(c.Request.Header["If-Match"], c.Request.Header["If-None-Match"], h.RequireIfMatch)
	if err != nil {
		fail(c, err)
		return
	}
	ids, err := h.readIDs(c)
	if err != nil {
		fail(c, err)
		return
	}
	if err := h.notes.DeleteAll(c.Request.Context(), owner.Of(c.Request.Context()), ids, note.Matching(conditions)); err != nil {
		fail(c, err)
		return
	}
	c.Status(http.StatusNoContent)
}

// readAll decodes and validates the notes in a request body.
func (h *Note) readAll(c *gin.Context) ([]note.Note, error) {
	if err := noQuery(c.Request); err != nil {
		return nil, err
	}
	var in note.Batch
	if err := bind(c.Request, &in); err != nil {
		return nil, err
	}
	return in.Rows(h.validator)
}

// readIDs decodes and validates the IDs in a request body.
func (h *Note) readIDs(c *gin.Context) ([]int64, error) {
	if err := noQuery(c.Request); err != nil {
		return nil, err
	}
	var in note.Selection
	if err := bind(c.Request, &in); err != nil {
		return nil, err
	}
	return in.IDs, h.validator.Struct(in)
}
