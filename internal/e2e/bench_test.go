package e2e

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
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
	clients = 16 // connections to a server, each with one request at a time

	// BenchmarkAccess measures for a second, and reports the median of the rounds.
	duration = time.Second
	rounds   = 9

	// In BenchmarkFramework each server has a short turn in every round, so that
	// other work on the machine slows down all of them.
	turn  = 50 * time.Millisecond
	turns = 180
)

// figures are the result of a measurement.
type figures struct {
	rps float64       // responses per second
	p99 time.Duration // 99th percentile of the latency
	cpu float64       // processor time of the server per request, in microseconds
}

// target is a server to measure.
type target struct {
	name  string // prefix of its metrics
	pid   int
	conns []client
}

// client is a connection to a server.
type client struct {
	net.Conn
	in *bufio.Reader
}

// connect opens the connections to a server.
func connect(b *testing.B, name, address string, pid int) target {
	b.Helper()
	server := target{name: name, pid: pid}
	for range clients {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = conn.Close() })
		server.conns = append(server.conns, client{conn, bufio.NewReader(conn)})
	}
	return server
}

// processorTime returns the user and system time of a process, in microseconds,
// or 0 where there is no /proc. The times in /proc/PID/stat are too coarse.
func processorTime(pid int) float64 {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid)) // the pattern is valid
	var sum float64
	for _, thread := range threads {
		data, _ := os.ReadFile(thread) // a thread that has ended counts no more
		running, _, _ := strings.Cut(string(data), " ")
		ns, _ := strconv.ParseFloat(running, 64)
		sum += ns / 1000
	}
	return sum
}

// send sends a request and returns how long the response took.
func (c client) send(request []byte, status int) (time.Duration, error) {
	begin := time.Now()
	if _, err := c.Write(request); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != status {
		return 0, errors.Join(errors.New(answer.Status), err)
	}
	return time.Since(begin), nil
}

// measure sends requests to a server for a while. request(i, n) returns the
// nth request of client i. All responses must have the given status.
func measure(b *testing.B, server target, duration time.Duration, status int, request func(i, n int) []byte) figures {
	b.Helper()
	before := processorTime(server.pid)
	var all sync.WaitGroup
	took := make([][]time.Duration, clients)
	begin := time.Now()
	for i, c := range server.conns {
		all.Go(func() {
			for n := 0; n == 0 || time.Since(begin) < duration; n++ { // once even if others use the machine
				d, err := c.send(request(i, n), status)
				if err != nil {
					b.Error(err)
					return
				}
				took[i] = append(took[i], d)
			}
		})
	}
	all.Wait()
	passed := time.Since(begin)
	sorted := slices.Sorted(slices.Values(slices.Concat(took...)))
	if b.Failed() {
		b.FailNow()
	}
	n := float64(len(sorted))
	return figures{
		rps: n / passed.Seconds(),
		p99: sorted[len(sorted)*99/100],
		cpu: (processorTime(server.pid) - before) / n,
	}
}

func get(path string, headers ...string) func(i, n int) []byte {
	lines := append([]string{"GET " + path + " HTTP/1.1", "Host: localhost"}, headers...)
	request := []byte(strings.Join(lines, "\r\n") + "\r\n\r\n")
	return func(int, int) []byte { return request }
}

func post(path, format string) func(i, n int) []byte {
	return func(i, n int) []byte {
		body := fmt.Sprintf(format, i, n)
		return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", path, asJSON, len(body), body)
	}
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// trimmedMean returns the mean of values without the lowest and the highest tenth,
// and its standard error.
func trimmedMean(values []float64) (mean, deviation float64) {
	const trimmed = 0.1
	sorted := slices.Sorted(slices.Values(values))
	cut := int(trimmed * float64(len(sorted)))
	kept := sorted[cut : len(sorted)-cut]
	var sum, all, squares float64
	for _, v := range kept {
		sum += v
	}
	for _, v := range sorted {
		v = min(max(v, kept[0]), kept[len(kept)-1]) // as Tukey and McLaughlin do
		all += v
		squares += v * v
	}
	n := float64(len(sorted))
	variance := (squares - all*all/n) / (n - 1)
	return sum / float64(len(kept)), math.Sqrt(variance/n) / (1 - 2*trimmed)
}

// startQuietly starts a service and discards its log.
func startQuietly(b *testing.B, dir string, env ...string) *service {
	b.Helper()
	s := startService(b, dir, append(env, "APP_ENV=test", "LOG_LEVEL=info"))
	b.Cleanup(func() { s.end() })
	return s
}

// target returns s as a server to measure.
func (s *service) target(b *testing.B) target {
	b.Helper()
	return connect(b, "", strings.TrimPrefix(s.public, "http://"), s.cmd.Process.Pid)
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
	waitFor(b, "the bare handler", func() bool { return !refused(address) })
	return connect(b, name, address, cmd.Process.Pid)
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
			service := startQuietly(b, dir, imageEnv(b, dir)...)
			if got := call(b, "POST", service.public+"/api/v1/books", asJSON, `{"title":"A"}`); got.status != http.StatusCreated {
				b.Fatal(got)
			}
			servers := []target{
				service.target(b),
				startBare(b, "bare-", program),
				startBare(b, "log-", program, "log"),
			}
			all := make([][]figures, len(servers))
			for _, server := range servers {
				measure(b, server, duration, http.StatusOK, get("/api/v1/books/1")) // until it is warm
			}
			for range turns {
				for _, i := range rand.Perm(len(servers)) { // none always follows the same
					all[i] = append(all[i], measure(b, servers[i], turn, http.StatusOK, get("/api/v1/books/1")))
				}
			}
			for i, server := range servers {
				report(b, server.name, all[i])
				if i > 0 {
					compare(b, server.name, all[0], all[i])
				}
			}
			b.ReportMetric(0, "ns/op") // meaningless here
		})
	}
}

// BenchmarkGuard measures reading a row from memory through a route with a guard,
// which verifies a token, and through an open one. They take turns.
func BenchmarkGuard(b *testing.B) {
	for _, framework := range templates.Catalog().Options("framework") {
		b.Run(framework.Name, func(b *testing.B) {
			dir := write(b, choice{"framework": framework.Name, "database": "none", "auth": "jwt"}, "page title:string", "book access.read=public title:string")
			compile(b, dir)
			service := startQuietly(b, dir, append(imageEnv(b, dir), keyed)...)
			token := service.register("ann@example.com").AccessToken
			for _, path := range []string{"/api/v1/pages", "/api/v1/books"} {
				if got := service.as(token, "POST", path, "", titled); got.status != http.StatusCreated {
					b.Fatal(got)
				}
			}
			server := service.target(b)
			requests := []func(i, n int) []byte{
				get("/api/v1/pages/1", "Authorization: Bearer "+token),
				get("/api/v1/books/1"),
			}
			all := make([][]figures, len(requests))
			for _, request := range requests {
				measure(b, server, duration, http.StatusOK, request) // until it is warm
			}
			for range turns {
				for _, i := range rand.Perm(len(requests)) {
					all[i] = append(all[i], measure(b, server, turn, http.StatusOK, requests[i]))
				}
			}
			report(b, "guarded-", all[0])
			report(b, "open-", all[1])
			compare(b, "open-", all[0], all[1])
			b.ReportMetric(0, "ns/op") // meaningless here
		})
	}
}

// compare reports the geometric means of the ratios of the service to another
// server, round by round, and the standard error of that of throughput. The
// arithmetic mean of ratios would exceed the ratio by the square of their spread.
func compare(b *testing.B, prefix string, service, other []figures) {
	b.Helper()
	var rps, cpu []float64
	for round := range service {
		rps = append(rps, math.Log(service[round].rps/other[round].rps))
		cpu = append(cpu, math.Log(service[round].cpu/other[round].cpu))
	}
	ratio, deviation := trimmedMean(rps)
	b.ReportMetric(math.Exp(ratio), prefix+"ratio")
	b.ReportMetric(math.Exp(ratio)*deviation, prefix+"ratio-error")
	if ratio, _ := trimmedMean(cpu); !math.IsNaN(ratio) {
		b.ReportMetric(math.Exp(ratio), prefix+"cpu-ratio")
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
					call(b, "POST", service.public+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"book %d","price":"12.5"}`, n))
				}
				target := service.target(b)
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
						all = append(all, measure(b, target, duration, m.status, m.request))
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

// BenchmarkCache measures reading rows and pages of a list without a cache and with
// each, and the share of reads that the cache served. A hundred rows are read, in no
// order.
func BenchmarkCache(b *testing.B) {
	for _, database := range []string{"sqlite", "postgres"} {
		for _, cache := range []string{"none", "memory", "redis", "tiered"} {
			b.Run(database+"-"+cache, func(b *testing.B) {
				server, remote := servers[database]
				if remote {
					server.need(b)
				}
				dir := write(b, choice{"database": database, "cache": cache}, resources(true)...)
				compile(b, dir)
				env := []string{"SQLITE_DSN=file:" + filepath.Join(b.TempDir(), "bench.db")}
				if remote {
					env = server.newDatabase(b, dir)
				}
				if cache == "redis" || cache == "tiered" {
					env = append(env, "REDIS_ADDR="+startRedis(b).address)
				}
				service := startQuietly(b, dir, env...)
				for n := range 100 {
					call(b, "POST", service.public+"/api/v1/books", asJSON, fmt.Sprintf(`{"title":"book %d","price":"12.5"}`, n))
				}
				target := service.target(b)
				for _, m := range []struct{ name, path string }{{"get", "/api/v1/books/%d"}, {"list", "/api/v1/books?sort=-title&limit=%d"}} {
					one := func(int, int) []byte {
						return get(fmt.Sprintf(m.path, 1+rand.N(100)))(0, 0)
					}
					measure(b, target, duration, http.StatusOK, one) // until it is warm
					var before readCounts
					if cache != "none" {
						before = cacheCounts(b, service)
					}
					var all []figures
					for range rounds {
						all = append(all, measure(b, target, duration, http.StatusOK, one))
					}
					report(b, m.name+"-", all)
					if cache != "none" {
						now := cacheCounts(b, service)
						hits, reads := float64(now.Hits-before.Hits), float64(now.Hits+now.Misses+now.Errors-before.Hits-before.Misses-before.Errors)
						b.ReportMetric(hits/reads, m.name+"-hits")
					}
				}
				b.ReportMetric(0, "ns/op") // meaningless here
			})
		}
	}
}
