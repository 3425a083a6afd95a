package handler

import (
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
	"github.com/acme/tracks/internal/validate"
)

// Track handles requests for tracks.
type Track struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool

	tracks    track.Store
	validator *validate.Validator
}

// NewTrack returns the handlers for the tracks in a store.
func NewTrack(tracks track.Store, validator *validate.Validator) *Track {
	return &Track{tracks: tracks, validator: validator}
}

// List returns a page of tracks.
//
//	@Summary	List tracks
//	@Tags		tracks
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"One of id, title, length, released, created_at, updated_at; prefixed with a minus for descending order"	default(id)
//	@Param		cursor	query		string	false	"next_cursor of the previous page"
//	@Param		artist_id	query		int		false	"ID of the artist"	minimum(1)
//	@Success	200		{object}	resp.Body{data=object{items=[]track.Track,next_cursor=string}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks [get]
func (h *Track) List(c *echo.Context) error {
	q, err := page.Parse(c.Request().URL.RawQuery, track.SortKeys(), track.References()...)
	if err != nil {
		return err
	}
	found, err := h.tracks.List(c.Request().Context(), q)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found)
}

// Create creates a track.
//
//	@Summary	Create a track
//	@Tags		tracks
//	@Accept		json
//	@Produce	json
//	@Param		input	body		track.Input	true	"The track"
//	@Success	201		{object}	resp.Body{data=track.Track}
//	@Header		201		{string}	Location	"URL of the track"
//	@Header		201		{string}	ETag		"Version of the track"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		201	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,413,415	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks [post]
func (h *Track) Create(c *echo.Context) error {
	if err := noQuery(c.Request()); err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	created, err := h.tracks.Create(c.Request().Context(), in)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, location(c.Request().Context(), "/api/v1/tracks", created.ID))
	return respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns a track.
//
//	@Summary	Get a track
//	@Tags		tracks
//	@Produce	json
//	@Param		id				path		int		true	"ID of the track"	minimum(1)
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=track.Track}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the track"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks/{id} [get]
func (h *Track) Get(c *echo.Context) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	found, err := h.tracks.Get(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respondFound(c, found.Version, found)
}

// Replace replaces all values of a track. Fields missing from the body are reset.
//
//	@Summary	Replace a track
//	@Tags		tracks
//	@Accept		json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the track"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		input	body		track.Input	true	"The track"
//	@Success	200		{object}	resp.Body{data=track.Track}
//	@Header		200		{string}	ETag	"Version of the track"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks/{id} [put]
func (h *Track) Replace(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	in, err := h.read(c)
	if err != nil {
		return err
	}
	replaced, err := h.tracks.Update(c.Request().Context(), id, track.WithValues(in, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, http.StatusOK, replaced.Version, replaced)
}

// Patch applies a JSON merge patch (RFC 7396) to a track: fields missing from the
// body keep their values, null clears them.
//
//	@Summary	Update a track
//	@Tags		tracks
//	@Accept		json,application/merge-patch+json
//	@Produce	json
//	@Param		id			path		int			true	"ID of the track"	minimum(1)
//	@Param		If-Match	header		string		false	"ETag of the version that is changed"
//	@Param		patch	body		track.Input	true	"The fields to change"
//	@Success	200		{object}	resp.Body{data=track.Track}
//	@Header		200		{string}	ETag	"Version of the track"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks/{id} [patch]
func (h *Track) Patch(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	data, err := readBody(c.Request(), "application/merge-patch+json", "application/json")
	if err != nil {
		return err
	}
	patched, err := h.tracks.Update(c.Request().Context(), id, track.WithPatch(data, h.validator, conditions))
	if err != nil {
		return err
	}
	return respondVersion(c, http.StatusOK, patched.Version, patched)
}

// Delete deletes a track.
//
//	@Summary	Delete a track
//	@Tags		tracks
//	@Produce	json
//	@Param		id			path	int		true	"ID of the track"	minimum(1)
//	@Param		If-Match	header	string	false	"ETag of the version that is deleted"
//	@Success	204
//	@Failure	400,404,412,428	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until there are more (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Router		/api/v1/tracks/{id} [delete]
func (h *Track) Delete(c *echo.Context) error {
	id, conditions, err := target(c, h.RequireIfMatch)
	if err != nil {
		return err
	}
	if err := h.tracks.Delete(c.Request().Context(), id, track.Matching(conditions)); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// read decodes and validates the track in a request body.
func (h *Track) read(c *echo.Context) (track.Track, error) {
	var in track.Input
	var row track.Track
	if err := bind(c.Request(), &in); err != nil {
		return row, err
	}
	err := in.ApplyTo(&row, h.validator)
	return row, err
}
