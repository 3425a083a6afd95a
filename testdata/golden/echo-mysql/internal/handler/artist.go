package handler

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/validate"
)

// Artist handles requests for artists.
type Artist struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	artists   artist.Store
	validator *validate.Validator
}

// NewArtist returns the handlers for the artists in a store.
func NewArtist(artists artist.Store, validator *validate.Validator) *Artist {
	return &Artist{artists: artists, validator: validator}
}

// List returns a page of artists.
//
//	@Summary	List artists
//	@Tags		artists
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, name, born, createdAt, updatedAt"	default(id)
//	@Param		cursor	query		string	false	"nextCursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		name	query		string	false	"name equal to this"
//	@Param		name[ne]	query		string	false	"name other than this"
//	@Param		name[in]	query		string	false	"name equal to one of these, separated by commas"
//	@Param		name[contains]	query		string	false	"name with this text in it"
//	@Param		name[prefix]	query		string	false	"name that begins with this text"
//	@Param		createdAt[lt]	query		string	false	"createdAt less than this"	format(date-time)
//	@Param		createdAt[lte]	query		string	false	"createdAt at most this"	format(date-time)
//	@Param		createdAt[gt]	query		string	false	"createdAt greater than this"	format(date-time)
//	@Param		createdAt[gte]	query		string	false	"createdAt at least this"	format(date-time)
//	@Param		updatedAt[lt]	query		string	false	"updatedAt less than this"	format(date-time)
//	@Param		updatedAt[lte]	query		string	false	"updatedAt at most this"	format(date-time)
//	@Param		updatedAt[gt]	query		string	false	"updatedAt greater than this"	format(date-time)
//	@Param		updatedAt[gte]	query		string	false	"updatedAt at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]artist.Artist,nextCursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists [get]
func (h *Artist) List(c *echo.Context) error {
	q, err := page.Parse(c.Request().URL.RawQuery, artist.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.artists.List(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// Create creates an artist.
//
//	@Summary	Create an artist
//	@Tags		artists
//	@Accept		json
//	@Produce	json
//	@Param		input	body		artist.Input	true	"The artist"
//	@Success	201		{object}	resp.Body{data=artist.Artist}
//	@Header		201		{string}	Location	"URL of the artist"
//	@Header		201		{string}	ETag		"Version of the artist"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,408,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists [post]
func (h *Artist) Create(c *echo.Context) error {
	if err := noQuery(c.Request()); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.artists.Create(c.Request().Context(), in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, location(c.Request().Context(), c.Request().URL.Path, created.ID))
	return respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns an artist.
//
//	@Summary	Get an artist
//	@Tags		artists
//	@Produce	json
//	@Param		id				path		int		true	"ID of the artist"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=artist.Artist}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the artist"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists/{id} [get]
func (h *Artist) Get(c *echo.Context) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.artists.Get(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
}

// Replace replaces all values of an artist. Fields missing from the body are reset.
//
//	@Summary	Replace an artist
//	@Tags		artists
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the artist"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		artist.Input	true	"The artist"
//	@Success	200		{object}	resp.Body{data=artist.Artist}
//	@Header		200		{string}	ETag	"Version of the artist"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists/{id} [put]
func (h *Artist) Replace(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.artists.Update(c.Request().Context(), id, artist.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to an artist: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update an artist
//	@Tags		artists
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the artist"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		artist.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=artist.Artist}
//	@Header		200		{string}	ETag	"Version of the artist"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists/{id} [patch]
func (h *Artist) Patch(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c.Request(), "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.artists.Update(c.Request().Context(), id, artist.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, http.StatusOK, patched.Version, patched)
}

// Delete deletes an artist.
//
//	@Summary	Delete an artist
//	@Description	The tracks that belong to it are deleted, too.
//	@Tags		artists
//	@Produce	json
//	@Param		id			path	int		true	"ID of the artist"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/artists/{id} [delete]
func (h *Artist) Delete(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.artists.Delete(c.Request().Context(), id, artist.Matching(conditions)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// read decodes and validates the artist in a request body.
func (h *Artist) read(c *echo.Context) (artist.Artist, error) {
	var in artist.Input
	var row artist.Artist
	if err := bind(c.Request(), &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
