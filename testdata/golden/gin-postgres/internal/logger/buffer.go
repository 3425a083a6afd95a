package logger

import (
	"io"
	"sync"
	"time"
)

// bufferSize is how many bytes are held back at most.
const bufferSize = 64 << 10

// buffer writes many records at once: the system call would otherwise cost
// more than formatting the record does.
type buffer struct {
	w     io.Writer
	delay time.Duration // 0 for no buffering
	timer *time.Timer   // flushes, delay after the first record was held back

	mu      sync.Mutex
	records []byte // whole ones, so that a crash cuts none in two
}

func newBuffer(w io.Writer, delay time.Duration) *buffer {
	b := &buffer{w: w, delay: delay}
	b.timer = time.AfterFunc(delay, func() { _ = b.Flush() })
	return b
}

// Write holds one record back. Its error, if any, is that of the records that
// had to make room.
func (b *buffer) Write(record []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var err error
	if len(b.records)+len(record) > bufferSize {
		err = b.flush()
	}
	b.records = append(b.records, record...)
	switch {
	case b.delay == 0:
		err = b.flush()
	case len(b.records) == len(record): // the first
		b.timer.Reset(b.delay)
	}
	return len(record), err
}

// Flush writes what was held back.
func (b *buffer) Flush() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.flush()
}

func (b *buffer) flush() error {
	if len(b.records) == 0 {
		return nil
	}
	_, err := b.w.Write(b.records)
	b.records = b.records[:0] // even after an error: what cannot be written must not pile up
	return err
}
