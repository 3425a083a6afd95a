package handler

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/acme/tracks/internal/artist"
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
	"github.com/acme/tracks/internal/validate"
)

// Track handles requests for tracks.
type Track struct {
	// RequireIfMatch refuses changes without If-Match.
	RequireIfMatch bool
	// CountTimeout is the time allowed for counting the rows of a list.
	CountTimeout time.Duration

	tracks    track.Store
	artists   artist.Store
	validator *validate.Validator
}

// NewTrack returns the handlers for the tracks in a store, and the stores
// of what they refer to.
func NewTrack(tracks track.Store, artists artist.Store, validator *validate.Validator) *Track {
	return &Track{tracks: tracks, artists: artists, validator: validator}
}

// List returns a page of tracks.
//
//	@Summary	List tracks
//	@Tags		tracks
//	@Produce	json
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, length, released, createdAt, updatedAt"	default(id)
//	@Param		cursor	query		string	false	"nextCursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: lyrics"	maxlength(200)
//	@Param		include	query	string	false	"What to include, separated by commas: artist"
//	@Param		id	query		int	false	"id equal to this"	minimum(1)
//	@Param		id[ne]	query		int	false	"id other than this"	minimum(1)
//	@Param		id[in]	query		string	false	"id equal to one of these, separated by commas"
//	@Param		artistId	query		int	false	"artistId equal to this"	minimum(1)
//	@Param		artistId[ne]	query		int	false	"artistId other than this"	minimum(1)
//	@Param		artistId[in]	query		string	false	"artistId equal to one of these, separated by commas"
//	@Param		length	query		int32	false	"length equal to this"
//	@Param		length[ne]	query		int32	false	"length other than this"
//	@Param		length[in]	query		string	false	"length equal to one of these, separated by commas"
//	@Param		length[lt]	query		int32	false	"length less than this"
//	@Param		length[lte]	query		int32	false	"length at most this"
//	@Param		length[gt]	query		int32	false	"length greater than this"
//	@Param		length[gte]	query		int32	false	"length at least this"
//	@Param		length[null]	query		bool	false	"Whether length is null"
//	@Param		createdAt[lt]	query		string	false	"createdAt less than this"	format(date-time)
//	@Param		createdAt[lte]	query		string	false	"createdAt at most this"	format(date-time)
//	@Param		createdAt[gt]	query		string	false	"createdAt greater than this"	format(date-time)
//	@Param		createdAt[gte]	query		string	false	"createdAt at least this"	format(date-time)
//	@Param		updatedAt[lt]	query		string	false	"updatedAt less than this"	format(date-time)
//	@Param		updatedAt[lte]	query		string	false	"updatedAt at most this"	format(date-time)
//	@Param		updatedAt[gt]	query		string	false	"updatedAt greater than this"	format(date-time)
//	@Param		updatedAt[gte]	query		string	false	"updatedAt at least this"	format(date-time)
//	@Success	200		{object}	resp.Body{data=object{items=[]track.Track{artist=artist.Artist},nextCursor=string,total=int}}
//	@Failure	400		{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tracks [get]
func (h *Track) List(c *echo.Context) error {
	return h.list(c, c.Request().URL.RawQuery)
}

// list responds with the page of tracks that a query asks for.
func (h *Track) list(c *echo.Context, query string) error {
	q, err := page.Parse(query, track.ListFields())
	if err != nil {
		return err
	}
	q.CountTimeout = h.CountTimeout
	found, err := h.tracks.List(c.Request().Context(), q)
	if err != nil {
		return err
	}
	items, err := h.include(c.Request().Context(), q.Include, found.Items...)
	if err != nil {
		return err
	}
	return respond(c, http.StatusOK, found.With(items))
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
//	@Router		/tracks [post]
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
	c.Response().Header().Set(echo.HeaderLocation, location(c.Request().Context(), c.Request().URL.Path, created.ID))
	return respondVersion(c, http.StatusCreated, created.Version, created)
}

// Get returns a track.
//
//	@Summary	Get a track
//	@Tags		tracks
//	@Produce	json
//	@Param		id				path		int		true	"ID of the track"	minimum(1)
//	@Param		include	query	string	false	"What to include, separated by commas: artist"
//	@Param		If-None-Match	header		string	false	"ETag of the version that the client has"
//	@Param		If-Match		header		string	false	"ETag of the version that the client wants"
//	@Success	200	{object}	resp.Body{data=track.Track{artist=artist.Artist}}
//	@Success	304
//	@Header		200,304	{string}	ETag	"Version of the track, unless it includes what it refers to"
//	@Failure	400,404,412	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tracks/{id} [get]
func (h *Track) Get(c *echo.Context) error {
	names, err := page.ParseInclude(c.Request().URL.RawQuery, track.ListFields())
	if err != nil {
		return err
	}
	id, err := pathID(c.Param("id"))
	if err != nil {
		return err
	}
	found, err := h.tracks.Get(c.Request().Context(), id)
	if err != nil {
		return err
	}
	items, err := h.include(c.Request().Context(), names, found)
	if err != nil {
		return err
	}
	return respondIncluding(c, names, found.Version, items[0])
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
//	@Failure	400,404,408,412,413,415,428	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Failure	422		{object}	resp.Body{data=resp.Problems}
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tracks/{id} [put]
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
//	@Router		/tracks/{id} [patch]
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
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tracks/{id} [delete]
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

// Restore restores a track that has been deleted.
//
//	@Summary	Restore a deleted track
//	@Tags		tracks
//	@Produce	json
//	@Param		id	path		int		true	"ID of the track"	minimum(1)
//	@Success	200	{object}	resp.Body{data=track.Track}
//	@Header		200	{string}	ETag	"Version of the track"
//	@Param		Idempotency-Key	header	string	false	"Makes retries safe: one with the same key and body has no effect but gets the first response"	minlength(1)	maxlength(255)
//	@Header		200	{boolean}	Idempotency-Replayed	"Whether this is the response to an earlier request"
//	@Failure	400,404	{object}	resp.Body
//	@Failure	409		{object}	resp.Body{data=resp.Problems}
//	@Header		409		{integer}	Retry-After	"Seconds to wait before the next try with the same key, where the first is being served (code 2100)"
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router		/tracks/{id}/restore [post]
func (h *Track) Restore(c *echo.Context) error {
	id, err := resourceID(c)
	if err != nil {
		return err
	}
	restored, err := h.tracks.Restore(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return respondVersion(c, http.StatusOK, restored.Version, restored)
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

// ListByArtist returns a page of the tracks with an artist in artistId.
//
//	@Summary		List the tracks with an artist in artistId
//	@Description	Filters are those of /tracks.
//	@Tags			tracks
//	@Produce		json
//	@Param			id	path	int	true	"ID of the artist"	minimum(1)
//	@Param		limit	query		int		false	"Page size"	minimum(1)	maximum(100)	default(20)
//	@Param		sort	query		string	false	"Fields separated by commas, each after a minus for descending order: id, title, length, released, createdAt, updatedAt"	default(id)
//	@Param		cursor	query		string	false	"nextCursor of the previous page"
//	@Param		count	query		bool	false	"Whether the response has the total, unless counting takes too long"	default(false)
//	@Param		q	query		string	false	"Text that is in one of these fields, in upper or lower case: lyrics"	maxlength(200)
//	@Param		include	query	string	false	"What to include, separated by commas: artist"
//	@Success		200	{object}	resp.Body{data=object{items=[]track.Track{artist=artist.Artist},nextCursor=string,total=int}}
//	@Failure		400,404	{object}	resp.Body
//	@Failure	429,500,503,504	{object}	resp.Body
//	@Header		429,503	{integer}	Retry-After	"Seconds to wait before the next try"
//	@Header		all	{string}	RateLimit	"Requests left (r), and seconds until the whole quota is left again (t)"
//	@Header		all	{string}	RateLimit-Policy	"Requests (q) in a number of seconds (w)"
//	@Security	Bearer
//	@Failure	401,403	{object}	resp.Body
//	@Router			/artists/{id}/tracks [get]
func (h *Track) ListByArtist(c *echo.Context) error {
	id, err := pathID(c.Param("id"))
	if err == nil {
		_, err = h.artists.Get(c.Request().Context(), id)
	}
	if err != nil {
		return err
	}
	return h.list(c, page.Within(c.Request().URL.RawQuery, "artistId", id))
}

// include returns tracks with what they refer to by the names.
func (h *Track) include(ctx context.Context, names []string, tracks ...track.Track) ([]any, error) {
	return include(ctx, names, tracks, track.ListFields(), map[string]finder{
		"artist": finderIn(h.artists, artist.ListFields()),
	})
}
