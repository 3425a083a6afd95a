package store

import "github.com/acme/tracks/internal/track"

// toTrackRow returns the row that keeps from.
func toTrackRow(from track.Track) trackRow {
	return trackRow{
		ID:            from.ID,
		Title:         from.Title,
		ArtistID:      from.ArtistID,
		Length:        from.Length,
		Released:      from.Released,
		Lyrics:        from.Lyrics,
		PriceAmount:   amountOf(from.Price),
		PriceCurrency: currencyOf(from.Price),
		Version:       from.Version,
		CreatedAt:     from.CreatedAt,
		UpdatedAt:     from.UpdatedAt,
	}
}

// fromTrackRow returns the track that row keeps.
func fromTrackRow(row trackRow) track.Track {
	return track.Track{
		ID:        row.ID,
		Title:     row.Title,
		ArtistID:  row.ArtistID,
		Length:    row.Length,
		Released:  row.Released,
		Lyrics:    row.Lyrics,
		Price:     moneyOf(row.PriceAmount, row.PriceCurrency),
		Version:   row.Version,
		CreatedAt: row.CreatedAt,
		UpdatedAt: row.UpdatedAt,
	}
}
