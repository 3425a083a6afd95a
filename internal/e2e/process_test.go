package e2e

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// service is a generated project that is built and running.
type service struct {
	t             testing.TB
	dir           string
	env           []string // of the service, without what a test adds
	cmd           *exec.Cmd
	public, admin string        // base URLs
	lines         chan struct{} // closed at the end of the log
	requests      atomic.Int64  // access log records of /api/
	log           strings.Builder
}

func startService(t testing.TB, dir string, env []string, more ...string) *service {
	t.Helper()
	s := startCommand(t, dir, slices.Concat(env, more))
	s.env = env
	return s
}

// startCommand starts a subcommand that serves until it is stopped.
func startCommand(t testing.TB, dir string, env []string, args ...string) *service {
	t.Helper()
	return startBinary(t, filepath.Join(dir, "bin", "server"), dir, env, args...)
}

// startBinary is startCommand with another program.
func startBinary(t testing.TB, binary, dir string, env []string, args ...string) *service {
	t.Helper()
	s := &service{t: t, dir: dir, env: env, lines: make(chan struct{})}
	s.cmd = exec.Command(binary, args...) // without t.Context, which is canceled before cleanup functions run
	s.cmd.Dir = dir
	s.cmd.Env = append(os.Environ(), "HTTP_HOST=127.0.0.1", "HTTP_PORT=0", "ADMIN_PORT=0", "LOG_FORMAT=json")
	s.cmd.Env = append(s.cmd.Env, env...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // if a failed test did not stop it
	serving := make(chan struct{})
	go s.readLog(out, serving)
	select {
	case <-serving:
	case <-s.lines:
		t.Fatalf("the service exited immediately:\n%s", s.log.String())
	case <-time.After(30 * time.Second):
		t.Fatal("the service did not start in time")
	}
	return s
}

func (s *service) readLog(out io.Reader, serving chan<- struct{}) {
	defer close(s.lines)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		s.log.WriteString(lines.Text() + "\n")
		var r struct{ Msg, Listener, Address, Path string }
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			s.t.Errorf("not a JSON record: %s", lines.Text())
		}
		switch {
		case r.Msg == "listening" && r.Listener == "admin":
			s.admin = "http://" + r.Address
		case r.Msg == "listening":
			s.public = "http://" + r.Address
		case r.Msg == "serving":
			close(serving)
			if _, measured := s.t.(*testing.B); measured { // parsing records would slow down the service
				_, _ = io.Copy(io.Discard, out)
				return
			}
		case r.Msg == "request" && strings.HasPrefix(r.Path, "/api/"):
			s.requests.Add(1)
		}
	}
}

// stop waits until the service exits and returns its exit code.
func (s *service) stop() int {
	s.t.Helper()
	<-s.lines
	_ = s.cmd.Wait() // the exit code is checked instead
	return s.cmd.ProcessState.ExitCode()
}

// answer is a response.
type answer struct {
	status int
	header http.Header
	body   string
}

// text returns the decompressed body.
func (a answer) text(t testing.TB) string {
	t.Helper()
	if a.header.Get("Content-Encoding") != "gzip" || a.body == "" {
		return a.body
	}
	r, err := gzip.NewReader(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func call(t testing.TB, method, url, contentType, body string) answer {
	t.Helper()
	header := http.Header{}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	return send(t, method, url, header, body)
}

// send sends a request with any headers.
func send(t testing.TB, method, url string, header http.Header, body string) answer {
	t.Helper()
	got, err := try(t.Context(), http.DefaultTransport, method, url, header, body)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// try is send for requests that may fail.
func try(ctx context.Context, transport http.RoundTripper, method, url string, header http.Header, body string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	req.Header = header
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, err
	}
	return answer{resp.StatusCode, resp.Header, string(data)}, nil
}

// end stops the service, which must exit without an error.
func (s *service) end() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	if code := s.stop(); code != 0 {
		s.t.Errorf("got exit code %d after SIGTERM, want 0\n…%s", code, s.log.String()[max(0, s.log.Len()-2000):])
	}
}

// refused reports whether nobody listens at an address or base URL.
func refused(base string) bool {
	conn, err := net.DialTimeout("tcp", strings.TrimPrefix(base, "http://"), time.Second)
	if err == nil {
		_ = conn.Close()
	}
	return err != nil
}

// waitFor fails the test if something is not done within 20 seconds.
func waitFor(t testing.TB, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("timeout waiting for %s", what)
		}
	}
}
