package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

const (
	clients  = 16          // connections, each with one request at a time
	duration = time.Second // of a measurement
	rounds   = 9           // measurements, of which the median is reported
)

// figures are the result of a measurement.
type figures struct {
	rps float64       // responses per second
	p99 time.Duration // 99th percentile of the latency
	cpu float64       // processor time of the server per request, in microseconds
}

// target is a server to measure.
type target struct {
	name    string // prefix of its metrics
	address string
	pid     int
}

// processorTime returns the user and system time of a process, in microseconds,
// or 0 where there is no /proc.
func processorTime(pid int) float64 {
	const tick = 10_000 // the kernel counts hundredths of a second
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(data), ") ") // the name of the program may hold blanks
	fields := strings.Fields(after)
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return float64(user+system) * tick
}

// measure sends requests to a server for a while. request(i, n) returns the
// nth request of client i. All responses must have the given status.
func measure(b *testing.B, server target, status int, request func(i, n int) []byte) figures {
	b.Helper()
	before := processorTime(server.pid)
	var all sync.WaitGroup
	took := make([][]time.Duration, clients)
	end := time.Now().Add(duration)
	for i := range clients {
		all.Go(func() {
			conn, err := net.Dial("tcp", server.address)
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
	n := float64(len(sorted))
	return figures{
		rps: n / duration.Seconds(),
		p99: sorted[len(sorted)*99/100],
		cpu: (processorTime(server.pid) - before) / n,
	}
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
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// startQuietly starts a service and discards its log.
func startQuietly(b *testing.B, dir string, env ...string) target {
	b.Helper()
	s := startService(b, dir, append(env, "APP_ENV=test", "LOG_LEVEL=info"))
	b.Cleanup(func() { s.end() })
	return target{address: strings.TrimPrefix(s.public, "http://"), pid: s.cmd.Process.Pid}
}

// imageEnv returns what the Dockerfile of a project sets for the Go runtime.
func imageEnv(b *testing.B, dir string) []string {
	b.Helper()
	dockerfile, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
	if err != nil {
		b.Fatal(err)
	}
	return regexp.MustCompile(`\bGO[A-Z]+=\S+`).FindAllString(string(dockerfile), -1)
}

// buildBare builds testdata/bare for a framework, with the modules of the
// project in dir.
func buildBare(b *testing.B, dir, framework string) (program string) {
	b.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "testdata", "bare", framework+".go"))
	if err != nil {
		b.Fatal(err)
	}
	return buildProgram(b, dir, string(source))
}

// startBare starts a program of testdata/bare and discards its log.
func startBare(b *testing.B, name, program string, args ...string) target {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close() // the port is now free
	cmd := exec.Command(program, append([]string{address}, args...)...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	waitFor(b, "the bare handler", func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	return target{name, address, cmd.Process.Pid}
}

// BenchmarkFramework measures reading a book from memory: through all
// middleware of a service run as in its image, by a bare handler of the same
// framework, and by one that logs each request. They take turns.
func BenchmarkFramework(b *testing.B) {
	for _, framework := range templates.Catalog().Options("framework") {
		b.Run(framework.Name, func(b *testing.B) {
			dir := write(b, choice{"framework": framework.Name, "database": "none"}, resources(false)...)
			compile(b, dir)
			program := buildBare(b, dir, framework.Name)
			servers := []target{
				startQuietly(b, dir, imageEnv(b, dir)...),
				startBare(b, "bare-", program),
				startBare(b, "log-", program, "log"),
			}
			if got := call(b, "POST", "http://"+servers[0].address+"/api/v1/books", asJSON, `{"title":"A"}`); got.status != http.StatusCreated {
				b.Fatal(got)
			}
			all := make([][]figures, len(servers))
			for round := range rounds {
				for n := range servers {
					i := (n + round) % len(servers) // none is always the first
					all[i] = append(all[i], measure(b, servers[i], http.StatusOK, get("/api/v1/books/1")))
				}
			}
			for i, server := range servers {
				report(b, server.name, all[i])
				if i > 0 {
					var ratios []float64
					for round := range rounds {
						ratios = append(ratios, all[0][round].rps/all[i][round].rps)
					}
					b.ReportMetric(median(ratios), server.name+"ratio")
				}
			}
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
					call(b, "POST", "http://"+service.address+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"book %d","price":"12.5"}`, n))
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
					report(b, m.name+"-", all)
				}
				b.ReportMetric(0, "ns/op")
			})
		}
	}
}

// report reports the median of each figure.
func report(b *testing.B, prefix string, all []figures) {
	var rps, p99, cpu []float64
	for _, f := range all {
		rps = append(rps, f.rps)
		p99 = append(p99, float64(f.p99.Microseconds()))
		cpu = append(cpu, f.cpu)
	}
	b.ReportMetric(median(rps), prefix+"rps")
	b.ReportMetric(median(p99), prefix+"p99-us")
	b.ReportMetric(median(cpu), prefix+"cpu-us")
}
