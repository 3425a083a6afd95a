package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

// receiver is a collector of traces. It has the modules of a project, and prints the
// address at which it listens, and then a line for each span.
const receiver = `package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

type service struct{ collector.UnimplementedTraceServiceServer }

func (service) Export(_ context.Context, r *collector.ExportTraceServiceRequest) (*collector.ExportTraceServiceResponse, error) {
	for _, resource := range r.GetResourceSpans() {
		for _, scope := range resource.GetScopeSpans() {
			for _, span := range scope.GetSpans() {
				_ = json.NewEncoder(os.Stdout).Encode(map[string]any{
					"trace": hex.EncodeToString(span.GetTraceId()), "id": hex.EncodeToString(span.GetSpanId()),
					"parent": hex.EncodeToString(span.GetParentSpanId()), "name": span.GetName(),
					"failed": span.GetStatus().GetCode() == 2, "all": span.String() + resource.GetResource().String(),
				})
			}
		}
	}
	return &collector.ExportTraceServiceResponse{}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr())
	if os.Args[1] == "grpc" {
		server := grpc.NewServer()
		collector.RegisterTraceServiceServer(server, service{})
		panic(server.Serve(listener))
	}
	panic(http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var spans collector.ExportTraceServiceRequest
		if r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &spans) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		_, _ = service{}.Export(r.Context(), &spans)
	})))
}
`

// exported is a span that a collector has got.
type exported struct {
	Trace, ID, Parent, Name string
	Failed                  bool
	All                     string // everything in it
}

// traceCollector is a running receiver.
type traceCollector struct {
	endpoint string
	stop     func()
	mu       sync.Mutex
	spans    []exported
}

// startCollector starts a receiver with the modules of the project in dir.
func startCollector(t *testing.T, dir, protocol string) *traceCollector {
	t.Helper()
	cmd := exec.Command(buildProgram(t, dir, receiver), protocol) // without t.Context, which is canceled before cleanup functions run
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	c := &traceCollector{stop: sync.OnceFunc(func() { _ = cmd.Process.Kill(); <-ended; _ = cmd.Wait() })}
	t.Cleanup(c.stop)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	lines.Scan()
	c.endpoint = "http://" + lines.Text()
	go func() {
		defer close(ended)
		for lines.Scan() {
			var span exported
			if err := json.Unmarshal(lines.Bytes(), &span); err != nil {
				t.Errorf("not a span: %s", lines.Text())
			}
			c.mu.Lock()
			c.spans = append(c.spans, span)
			c.mu.Unlock()
		}
	}()
	return c
}

// of returns the spans of a trace.
func (c *traceCollector) of(trace string) []exported {
	c.mu.Lock()
	defer c.mu.Unlock()
	var spans []exported
	for _, span := range c.spans {
		if span.Trace == trace {
			spans = append(spans, span)
		}
	}
	return spans
}

// tracedChoices are all databases with all accesses, and all frameworks.
func tracedChoices() []choice {
	cat := templates.Catalog()
	frameworks := cat.Options("framework")
	all := []choice{{"framework": frameworks[len(frameworks)-1].Name, "database": "none"}}
	for _, database := range cat.Options("database") {
		for _, access := range cat.Options("access") {
			if database.SQL != nil {
				all = append(all, choice{"framework": frameworks[len(all)%len(frameworks)].Name, "database": database.Name, "access": access.Name})
			}
		}
	}
	for _, c := range all {
		c["observability"] = "tracing,metrics"
	}
	return all
}

// TestTraces follows requests from the caller's span through the log, the metrics
// and the spans. None of these has a value of a statement.
func TestTraces(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for i, c := range tracedChoices() {
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			dir := write(t, c, "book title:string:required author:string:filter")
			breakable(t, dir)
			compile(t, dir)
			protocol := []string{"http/protobuf", "grpc"}[i%2]
			collector := startCollector(t, dir, protocol)
			env := []string{
				"OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL=" + protocol,
				"OTEL_TRACES_SAMPLER_ARG=0", "OTEL_BSP_SCHEDULE_DELAY=3600000", "OTEL_RESOURCE_ATTRIBUTES=team=shelf",
			}
			if remote {
				env = append(env, server.newDatabase(t, dir)...)
			}
			s := startService(t, dir, env)
			failed, stored := tracedRequests(t, s)
			metrics := send(t, "GET", s.admin+"/metrics", http.Header{"Accept": {"application/openmetrics-text"}}, "").body
			s.end() // sends what it has
			waitFor(t, "the spans", func() bool { return len(collector.of(failed)) >= 2 && len(collector.of(stored)) >= 6 })
			oneID(t, s, collector, failed, metrics)
			statements(t, collector, stored, c.relational())
			unasked := regexp.MustCompile(`"path":"/readyz".*"trace_id":"([0-9a-f]{32})","span_id":"[0-9a-f]{16}"`).FindStringSubmatch(s.log.String())
			if unasked == nil || len(collector.of(unasked[1])) > 0 {
				t.Errorf("trace %q was recorded, although nobody asked for it", unasked)
			}
		})
	}
}

const callerSpan = "00f067aa0ba902b7"

// tracedRequests sends requests within two traces, whose IDs it returns, and one
// without.
func tracedRequests(t *testing.T, s *service) (failed, stored string) {
	t.Helper()
	failed, stored = "4bf92f3577b34da6a3ce929d0e0e4736", "11112222333344445555666677778888"
	within := func(trace, method, path, body string, status int) {
		t.Helper()
		header := http.Header{"Traceparent": {"00-" + trace + "-" + callerSpan + "-01"}}
		switch method {
		case http.MethodPost:
			header.Set("Content-Type", asJSON)
		case http.MethodPatch:
			header.Set("Content-Type", asPatch)
		}
		if got := send(t, method, s.public+"/api/v1/books"+path, header, body); got.status != status {
			t.Errorf("%s %s: got %d %s", method, path, got.status, got.body)
		}
	}
	within(failed, "POST", "", `{"title":"fail"}`, 500)
	within(stored, "POST", "", `{"title":"hidden","author":"hidden"}`, 201)
	within(stored, "GET", "/1", "", 200)
	within(stored, "GET", "?author=hidden&limit=7", "", 200)
	within(stored, "PATCH", "/1", `{"title":"hidden too"}`, 200)
	within(stored, "DELETE", "/1", "", 204)
	within(stored, "GET", "/1", "", 404)
	call(t, "GET", s.public+"/readyz?unasked", "", "")
	return failed, stored
}

// oneID finds a request that has failed everywhere by the ID of its trace.
func oneID(t *testing.T, s *service, collector *traceCollector, trace, metrics string) {
	t.Helper()
	spans := collector.of(trace)
	at := slices.IndexFunc(spans, func(span exported) bool { return span.Parent == callerSpan })
	if at < 0 {
		t.Fatalf("no span is a child of the caller's: %+v", spans)
	}
	root := spans[at]
	if root.Name != "POST /api/v1/books" || !root.Failed || !strings.Contains(root.All, "request failed: password=hunter2") || !strings.Contains(root.All, "shelf") {
		t.Errorf("span of the request: %+v", root)
	}
	if !slices.ContainsFunc(spans, func(span exported) bool { return span.Name == "book.create" && span.Parent == root.ID && span.Failed }) {
		t.Errorf("no span of the store below that of the request: %+v", spans)
	}
	ids := `"trace_id":"` + trace + `","span_id":"` + root.ID + `"`
	for _, msg := range []string{"request failed", "request"} {
		if !regexp.MustCompile(`"msg":"` + msg + `".*` + ids).MatchString(s.log.String()) {
			t.Errorf("no record %q has %s", msg, ids)
		}
	}
	if !regexp.MustCompile(`http_server_request_duration_seconds_bucket\{method="POST",route="/api/v1/books",status="5xx".* # \{trace_id="` + trace + `"\}`).MatchString(metrics) {
		t.Errorf("no exemplar has the trace %s", trace)
	}
}

// statements checks the spans below those of the store.
func statements(t *testing.T, collector *traceCollector, trace string, relational bool) {
	t.Helper()
	spans := collector.of(trace)
	stores := map[string]string{}
	for _, span := range spans {
		if strings.Contains(span.All, "hidden") {
			t.Errorf("span %s has a value: %s", span.Name, span.All)
		}
		if store, ok := strings.CutPrefix(span.Name, "book."); ok {
			stores[span.ID] = store
		}
		if span.Name == "book.list" && !strings.Contains(span.All, "store.rows") {
			t.Errorf("span %s does not tell how many rows there are: %s", span.Name, span.All)
		}
	}
	found := map[string]bool{}
	for _, span := range spans {
		found[stores[span.Parent]+" "+span.Name] = true
	}
	for _, want := range []string{"create INSERT", "get SELECT", "list SELECT", "update UPDATE", "delete DELETE"} {
		if found[want] != relational {
			t.Errorf("a statement %q: %v; there are %v", want, found[want], found)
		}
	}
}

// TestCollectorTrouble has a collector that dies, one that takes nothing in, and one
// that refuses. The service serves as if there were none: all requests are answered,
// its memory does not grow with them, the log says it once a minute at most, and the
// service stops as usual.
func TestCollectorTrouble(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	dir := write(t, choice{"framework": "gin", "database": "none", "observability": "tracing"}, "book title:string:required")
	compile(t, dir)
	for name, endpoint := range map[string]func(t *testing.T) (url string, die func()){
		"dies": func(t *testing.T) (string, func()) {
			c := startCollector(t, dir, "http/protobuf")
			return c.endpoint, c.stop
		},
		"hangs": func(t *testing.T) (string, func()) {
			l, err := net.Listen("tcp", "127.0.0.1:0") // nobody accepts
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = l.Close() })
			return "http://" + l.Addr().String(), func() {}
		},
		"refuses": func(t *testing.T) (string, func()) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusServiceUnavailable)
			}))
			t.Cleanup(server.Close)
			return server.URL, func() {}
		},
	} {
		t.Run(name, func(t *testing.T) {
			url, die := endpoint(t)
			s := startService(t, dir, nil, "OTEL_EXPORTER_OTLP_ENDPOINT="+url, "OTEL_TRACES_SAMPLER_ARG=1",
				"OTEL_BSP_SCHEDULE_DELAY=20", "OTEL_BSP_EXPORT_TIMEOUT=300", "GOGC=25")
			began := time.Now()
			readBooks(t, s, 1000)
			die()
			readBooks(t, s, 5000)
			before := residentMemory(t, s)
			readBooks(t, s, 15000)
			if after := residentMemory(t, s); after > before+24<<20 {
				t.Errorf("memory grew from %d to %d MiB", before>>20, after>>20)
			}
			s.end()
			most := 1 + int(time.Since(began).Minutes())
			if told := strings.Count(s.log.String(), `"msg":"tracing"`); told < 1 || told > most {
				t.Errorf("%d records about the collector, want 1 to %d", told, most)
			}
		})
	}
}

// readBooks has clients send n requests, which have to be answered.
func readBooks(t *testing.T, s *service, n int) {
	t.Helper()
	var clients sync.WaitGroup
	for range 4 {
		clients.Go(func() {
			for range n / 4 {
				got, err := try(t.Context(), http.DefaultTransport, "GET", s.public+"/api/v1/books", http.Header{}, "")
				if err != nil || got.status != http.StatusOK {
					t.Errorf("%d %v", got.status, err)
					return
				}
			}
		})
	}
	clients.Wait()
}

// residentMemory returns the bytes of memory that a service uses, 0 where there is
// no /proc.
func residentMemory(t *testing.T, s *service) int {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	pages, err := strconv.Atoi(strings.Fields(string(data))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}
