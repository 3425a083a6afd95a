package e2e

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

const (
	clients  = 16              // connections, each with one request at a time
	duration = 2 * time.Second // of a measurement
	rounds   = 5               // measurements, of which the median is reported
)

// figures is the result of a measurement.
type figures struct {
	rps float64       // responses per second
	p99 time.Duration // 99th percentile of the latency
}

// measure sends requests to a server for a while. request(i, n) returns the
// nth request of client i. All responses must have the given status.
func measure(b *testing.B, address string, status int, request func(i, n int) []byte) figures {
	b.Helper()
	var all sync.WaitGroup
	took := make([][]time.Duration, clients)
	end := time.Now().Add(duration)
	for i := range clients {
		all.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			for n := 0; ; n++ {
				begin := time.Now()
				if begin.After(end) {
					return
				}
				if _, err := conn.Write(request(i, n)); err != nil {
					b.Error(err)
					return
				}
				answer, err := http.ReadResponse(in, nil)
				if err != nil {
					b.Error(err)
					return
				}
				_, err = io.Copy(io.Discard, answer.Body)
				if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != status {
					b.Errorf("%s, %v", answer.Status, err)
					return
				}
				took[i] = append(took[i], time.Since(begin))
			}
		})
	}
	all.Wait()
	sorted := slices.Sorted(slices.Values(slices.Concat(took...)))
	if len(sorted) == 0 {
		b.Fatal("no response")
	}
	return figures{rps: float64(len(sorted)) / duration.Seconds(), p99: sorted[len(sorted)*99/100]}
}

func get(path string) func(i, n int) []byte {
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
	return func(int, int) []byte { return request }
}

func post(path, format string) func(i, n int) []byte {
	return func(i, n int) []byte {
		body := fmt.Sprintf(format, i, n)
		return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, asJSON, len(body), body)
	}
}

// median returns the figures with the median throughput. It sorts its
// argument.
func median(of []figures) figures {
	slices.SortFunc(of, func(a, b figures) int { return int(a.rps - b.rps) })
	return of[len(of)/2]
}

// startQuietly starts a service and discards its log.
func startQuietly(b *testing.B, dir string, env ...string) (address string) {
	b.Helper()
	s := startService(b, dir, append(env, "APP_ENV=test", "LOG_LEVEL=info"))
	b.Cleanup(func() { s.end() })
	return strings.TrimPrefix(s.public, "http://")
}

// startBare builds testdata/bare for a framework, with the modules of the
// project in dir, and starts it.
func startBare(b *testing.B, dir, framework string) (address string) {
	b.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "testdata", "bare", framework+".go"))
	if err != nil {
		b.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address = l.Addr().String()
	_ = l.Close() // the port is now free
	cmd := exec.Command(buildProgram(b, dir, string(source)), address)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	waitFor(b, "the bare handler", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	return address
}

// BenchmarkFramework measures reading a book from memory through all
// middleware, alternating with a bare handler of the same framework.
func BenchmarkFramework(b *testing.B) {
	for _, framework := range templates.Catalog().Options("framework") {
		b.Run(framework.Name, func(b *testing.B) {
			dir := write(b, choice{"framework": framework.Name, "database": "none"}, resources(false)...)
			compile(b, dir)
			service, bare := startQuietly(b, dir), startBare(b, dir, framework.Name)
			if got := call(b, "POST", "http://"+service+"/api/v1/books", asJSON, `{"title":"A"}`); got.status != http.StatusCreated {
				b.Fatal(got)
			}
			var full, plain []figures
			var ratios []float64
			for range rounds {
				full = append(full, measure(b, service, http.StatusOK, get("/api/v1/books/1")))
				plain = append(plain, measure(b, bare, http.StatusOK, get("/api/v1/books/1")))
				ratios = append(ratios, full[len(full)-1].rps/plain[len(plain)-1].rps)
			}
			slices.Sort(ratios)
			report(b, "", median(full))
			report(b, "bare-", median(plain))
			b.ReportMetric(ratios[len(ratios)/2], "ratio")
			b.ReportMetric(0, "ns/op") // meaningless here
		})
	}
}

// BenchmarkAccess measures reading a page, reading a row and adding a row, for
// each access layer.
func BenchmarkAccess(b *testing.B) {
	for _, database := range []string{"sqlite", "postgres"} {
		for _, access := range templates.Catalog().Options("access") {
			b.Run(database+"-"+access.Name, func(b *testing.B) {
				server, remote := servers[database]
				if remote {
					server.need(b)
				}
				dir := write(b, choice{"database": database, "access": access.Name}, resources(true)...)
				compile(b, dir)
				env := []string{"SQLITE_DSN=file:" + filepath.Join(b.TempDir(), "bench.db")}
				if remote {
					env = server.newDatabase(b, dir)
				}
				service := startQuietly(b, dir, env...)
				for n := range 200 {
					call(b, "POST", "http://"+service+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"book %d","price":"12.5"}`, n))
				}
				for _, m := range []struct {
					name    string
					status  int
					request func(i, n int) []byte
				}{
					{"list", http.StatusOK, get("/api/v1/books?sort=-title")},
					{"get", http.StatusOK, get("/api/v1/books/7")},
					{"create", http.StatusCreated, post("/api/v1/books", `{"title":"client %d, %d"}`)},
				} {
					var all []figures
					for range rounds {
						all = append(all, measure(b, service, m.status, m.request))
					}
					report(b, m.name+"-", median(all))
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

func report(b *testing.B, prefix string, f figures) {
	b.ReportMetric(f.rps, prefix+"rps")
	b.ReportMetric(float64(f.p99.Microseconds()), prefix+"p99-us")
}
