package store

import (
	"github.com/acme/tracks/internal/page"
	"github.com/acme/tracks/internal/track"
)

const (
	selectTracks = `
		SELECT title, artist, length, released, created_at, updated_at, id
		FROM tracks`
	selectTrack = selectTracks + `
		WHERE id = ?`
	insertTrack = `
		INSERT INTO tracks (title, artist, length, released, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?)
		RETURNING id`
	updateTrack = `
		UPDATE tracks
		SET title = ?, artist = ?, length = ?, released = ?, created_at = ?, updated_at = ?
		WHERE id = ?`
	deleteTrack = `
		DELETE FROM tracks
		WHERE id = ?`
)

// trackArgs are the columns of row as arguments, in the order of the statements.
func trackArgs(row *track.Track) []any {
	return []any{
		row.Title,
		row.Artist,
		row.Length,
		row.Released,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
	}
}

// trackColumns is where row takes its columns, in the order of the statements.
func trackColumns(row *track.Track) []any {
	return []any{
		&row.Title,
		&row.Artist,
		&row.Length,
		&row.Released,
		timeText{&row.CreatedAt},
		timeText{&row.UpdatedAt},
		&row.ID,
	}
}

// trackSeek says by which column a list is sorted, and where the page begins. Of
// what a client asks for, only the columns named here reach a statement.
func trackSeek(q page.Query[track.Track]) seek {
	var row track.Track
	if q.After != nil {
		row = *q.After
	}
	s := map[string]seek{
		"id":         {column: "id"},
		"title":      {column: "title", value: row.Title},
		"artist":     {column: "artist", value: row.Artist, nullable: true, null: row.Artist == nil},
		"length":     {column: "length", value: row.Length, nullable: true, null: row.Length == nil},
		"released":   {column: "released", value: row.Released, nullable: true, null: row.Released == nil},
		"created_at": {column: "created_at", value: timeText{&row.CreatedAt}},
		"updated_at": {column: "updated_at", value: timeText{&row.UpdatedAt}},
	}[q.Sort]
	s.first, s.desc, s.id = q.After == nil, q.Desc, row.ID
	return s
}
