package e2e

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestLocked locks a row from another process, in SQLite the whole file, while
// 40 clients change that row. They get 503 in bounded time. Meanwhile other
// rows are read as fast as ever and the service is ready; once the lock is
// released, the row changes again.
func TestLocked(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	locks := map[string][]string{
		"sqlite":   {"BEGIN IMMEDIATE"},
		"postgres": {"BEGIN", "SELECT id FROM books WHERE id = 1 FOR UPDATE"},
		"mysql":    {"BEGIN", "SELECT id FROM books WHERE id = 1 FOR UPDATE"},
	}
	for _, c := range choices() {
		// The behavior does not depend on the framework, but on the access layer.
		if !c.relational() || c["framework"] != choices()[0]["framework"] {
			continue
		}
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			} else {
				server.variable, server.driver, server.imported = "SQLITE_DSN", "sqlite", "modernc.org/sqlite"
			}
			dir := write(t, c, resources(true)...)
			compile(t, dir)
			env := []string{"SQLITE_DSN=file:" + filepath.Join(t.TempDir(), "books.db")}
			if remote {
				env = server.newDatabase(t, dir)
			}
			s := startService(t, dir, env, "HTTP_REQUEST_TIMEOUT=4s", "SQLITE_BUSY_TIMEOUT=3s")
			for range 2 {
				if got := call(t, "POST", s.public+"/api/v1/books", asJSON, `{"title":"x"}`); got.status != 201 {
					t.Fatalf("create: got %d %s", got.status, got.body)
				}
			}
			_, dsn, _ := strings.Cut(env[0], "=")
			release := holdLock(t, dir, server, append([]string{dsn}, locks[c["database"]]...))

			writers := startWriters(t, s.public+"/api/v1/books/1", 40)
			slowest := readUntil(t, s.public, writers.done)
			t.Logf("slowest read %v, slowest write %v", slowest.Round(time.Millisecond), writers.slowest.Round(time.Millisecond))
			if slowest > time.Second { // one that waits for the lock takes three or four
				t.Errorf("a read took %v while the row was locked", slowest)
			}
			if writers.slowest > 6*time.Second {
				t.Errorf("a write took %v", writers.slowest)
			}
			release()
			if got := call(t, "PATCH", s.public+"/api/v1/books/1", asPatch, `{"title":"y"}`); got.status != 200 {
				t.Errorf("change after the lock: got %d %s", got.status, got.body)
			}
			s.end()
		})
	}
}

// holdLock runs statements in another process, with the driver of the project
// in dir, and keeps their transaction open until release is called.
func holdLock(t *testing.T, dir string, server server, args []string) (release func()) {
	t.Helper()
	lock := exec.CommandContext(t.Context(), buildProgram(t, dir, fmt.Sprintf(`package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"

	_ %q
)

func main() {
	db, err := sql.Open(%q, os.Args[1])
	if err != nil {
		panic(err)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		panic(err)
	}
	for _, statement := range os.Args[2:] {
		if _, err := conn.ExecContext(context.Background(), statement); err != nil {
			panic(err)
		}
	}
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, os.Stdin)
}
`, server.imported, server.driver)), args...)
	in, err := lock.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := lock.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := lock.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	return func() {
		_ = in.Close()
		_ = lock.Wait() // its exit code does not matter
	}
}

// writers are clients that change a locked row.
type writers struct {
	done    chan struct{} // closed when all have their answer
	slowest time.Duration // to be read when they are done
}

func startWriters(t *testing.T, url string, n int) *writers {
	t.Helper()
	w := &writers{done: make(chan struct{})}
	var mu sync.Mutex
	var clients sync.WaitGroup
	for range n {
		clients.Go(func() {
			begin := time.Now()
			got, err := try(t.Context(), http.DefaultTransport, http.MethodPatch, url, http.Header{"Content-Type": {asPatch}}, `{"title":"y"}`)
			if err != nil || got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
				t.Errorf("change of a locked row: got %d %v %s, %v", got.status, got.header, got.body, err)
			}
			mu.Lock()
			defer mu.Unlock()
			w.slowest = max(w.slowest, time.Since(begin))
		})
	}
	go func() { clients.Wait(); close(w.done) }()
	return w
}

// readUntil reads and asks for readiness until done is closed, and returns how
// long the slowest answer took.
func readUntil(t *testing.T, base string, done <-chan struct{}) (slowest time.Duration) {
	t.Helper()
	for n := 0; ; n++ {
		select {
		case <-done:
			if n < 100 {
				t.Errorf("only %d rounds of reads while the row was locked", n)
			}
			return slowest
		case <-time.After(5 * time.Millisecond):
		}
		for _, path := range []string{"/api/v1/books/1", "/api/v1/books/2", "/api/v1/books?limit=2", "/readyz"} {
			begin := time.Now()
			if got := call(t, "GET", base+path, "", ""); got.status != 200 {
				t.Errorf("%s while the row is locked: got %d %s", path, got.status, got.body)
			}
			slowest = max(slowest, time.Since(begin))
		}
	}
}
