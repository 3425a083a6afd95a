package logger_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/notes/internal/logger"
)

const delay = 100 * time.Millisecond

// output is what was written. Writes fail as long as err is set.
type output struct {
	mu sync.Mutex
	bytes.Buffer
	writes int
	err    error
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.writes++
	if o.err != nil {
		return 0, o.err
	}
	return o.Buffer.Write(p)
}

func buffered(out io.Writer) *slog.Logger {
	return logger.New(logger.Config{Format: "json", Flush: delay}, out)
}

// want checks the messages of the records that were written, a letter each.
func want(t *testing.T, out *output, messages string) {
	t.Helper()
	out.mu.Lock()
	defer out.mu.Unlock()
	var got strings.Builder
	for _, record := range regexp.MustCompile(`(?m)^{.*"msg":"(\w)".*}$`).FindAllStringSubmatch(out.String(), -1) {
		got.WriteString(record[1])
	}
	if got.String() != messages {
		t.Errorf("written: %q, want %q", got.String(), messages)
	}
}

func TestBufferIsFlushed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &output{}
		log := buffered(out)
		for range 2 { // the timer starts again after each flush
			out.Reset()
			log.InfoContext(t.Context(), "a")
			time.Sleep(delay - time.Nanosecond)
			log.InfoContext(t.Context(), "b") // does not put the flush off
			want(t, out, "")
			time.Sleep(time.Nanosecond)
			synctest.Wait()
			want(t, out, "ab")
		}

		out.Reset()
		log.InfoContext(t.Context(), "c")
		log.With(slog.String("part", "x")).WithGroup("g").WarnContext(t.Context(), "d")
		want(t, out, "cd")
		log.InfoContext(t.Context(), "e")
		logger.Flush(log)
		want(t, out, "cde")
	})
}

func TestBufferIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &output{}
		log := buffered(out)
		for _, size := range []int{30_000, 30_000, 30_000, 30_000, 100_000, 1} {
			log.InfoContext(t.Context(), "m", slog.String("text", strings.Repeat("x", size)))
			if out.Len() > 0 && !bytes.HasSuffix(out.Bytes(), []byte("}\n")) {
				t.Error("a record was cut in two")
			}
		}
		want(t, out, "mmmmm") // all but the last, none of them late
		if out.writes != 3 {
			t.Errorf("%d writes", out.writes)
		}
	})
}

func TestConcurrentWriters(t *testing.T) {
	out := &output{}
	log := buffered(out)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 200 {
				level := slog.LevelInfo
				if n%50 == 0 {
					level = slog.LevelWarn
				}
				log.Log(t.Context(), level, "m")
			}
		})
	}
	all.Wait()
	logger.Flush(log)
	want(t, out, strings.Repeat("m", 1600))
}

func TestWriteErrors(t *testing.T) {
	out := &output{err: errors.New("disk full")}
	log := buffered(out)
	record := slog.NewRecord(time.Now(), slog.LevelWarn, "a", 0)
	if err := log.Handler().Handle(t.Context(), record); !errors.Is(err, out.err) {
		t.Errorf("Handle: %v", err)
	}
	out.err = nil
	log.WarnContext(t.Context(), "b") // and not a, too
	want(t, out, "b")
}
