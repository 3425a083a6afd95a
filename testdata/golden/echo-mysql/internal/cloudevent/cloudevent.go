// Package cloudevent has the events of the service, in the format of CloudEvents 1.0.
package cloudevent

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/apperr"
)

// MaxSize is the size of the largest event, in bytes. It leaves room for headers
// in the 1 MiB that a message may have.
const MaxSize = 1<<20 - 64<<10

// source is the service, as a reference to a URI.
const source = "/tracks"

// Event says what has happened to something.
type Event struct {
	SpecVersion string    `json:"specversion"`
	ID          string    `json:"id"`
	Type        string    `json:"type"` // what has happened, such as tracks.book.created.v1
	Source      string    `json:"source"`
	Subject     string    `json:"subject"` // what it has happened to, such as books/7
	Time        time.Time `json:"time"`
	// TraceParent is the trace that the event is a part of (W3C Trace Context), if any.
	TraceParent     string          `json:"traceparent,omitempty"`
	DataContentType string          `json:"datacontenttype"`
	Data            json.RawMessage `json:"data"`
}

// New returns the event that a thing of some kind, such as book, was created, or
// whatever else has happened. The data is what clients may see of it.
func New(kind, happened, subject string, data any) (Event, error) {
	encoded, err := json.Marshal(data)
	if err != nil {
		return Event{}, fmt.Errorf("encode %s: %w", subject, err)
	}
	return Event{
		SpecVersion:     "1.0",
		ID:              uuid.Must(uuid.NewV7()).String(),
		Type:            "tracks." + kind + "." + happened + ".v1",
		Source:          source,
		Subject:         subject,
		Time:            time.Now().UTC().Truncate(time.Microsecond),
		DataContentType: "application/json",
		Data:            encoded,
	}, nil
}

// Encode returns the event in JSON, or apperr.ErrTooLarge if that exceeds MaxSize:
// the broker would refuse it for ever.
func (e Event) Encode() ([]byte, error) {
	encoded, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	if len(encoded) > MaxSize {
		return nil, fmt.Errorf("event of %d bytes on %s: %w", len(encoded), e.Subject, apperr.ErrTooLarge)
	}
	return encoded, nil
}
