package store

import "github.com/acme/tracks/internal/artist"

// toArtistRow returns the row that keeps from.
func toArtistRow(from artist.Artist) artistRow {
	return artistRow{
		ID:        from.ID,
		Name:      from.Name,
		Born:      from.Born,
		Version:   from.Version,
		CreatedAt: from.CreatedAt,
		UpdatedAt: from.UpdatedAt,
	}
}

// fromArtistRow returns the artist that row keeps.
func fromArtistRow(row artistRow) artist.Artist {
	return artist.Artist{
		ID:        row.ID,
		Name:      row.Name,
		Born:      row.Born,
		Version:   row.Version,
		CreatedAt: row.CreatedAt,
		UpdatedAt: row.UpdatedAt,
	}
}
