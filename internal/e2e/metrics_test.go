package e2e

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// TestMetrics sends requests to a service on each framework, among them ten
// thousand with methods, paths and hosts at random, and compares what its metrics
// tell with what was sent.
func TestMetrics(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, framework := range templates.Catalog().Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			parallel(t)
			options := layer.Choices{"framework": {framework.Name}, "database": {"sqlite"}, "cache": {"memory"}, "observability": {"metrics"}}
			dir := writeSpec(t, templates.Catalog(), newSpec(t, options, []string{"book title:string:required,unique,max=200"}))
			breakable(t, dir)
			compile(t, dir)
			s := startService(t, dir, nil, "HTTP_REQUEST_TIMEOUT=300ms", "HTTP_MAX_IN_FLIGHT=0")
			sent := &tally{s: s, counts: map[string]int{}, sizes: map[string]float64{}, named: framework.Name != "nethttp" && framework.Name != "chi"}
			ordinary(t, sent, framework.Name == "fiber")
			tellsOfStores(t, s)
			atRandom(t, sent, 400) // which add the first series of their kinds
			series := len(seriesOf(t, s))
			atRandom(t, sent, 10000)
			sent.agrees(t)
			if got := len(seriesOf(t, s)); got != series {
				t.Errorf("%d time series have become %d", series, got)
			}
			formats(t, s)
			s.end()
		})
	}
}

// tally is what was sent, and what of it metrics should tell.
type tally struct {
	s      *service
	named  bool // parameters are written :id rather than {id}
	mu     sync.Mutex
	counts map[string]int     // requests by method, route and class of status
	sizes  map[string]float64 // bytes of responses by method and route
}

// send sends a request that has a route, and checks the status of the response.
func (c *tally) send(t *testing.T, method, path, body, route string, status int) {
	t.Helper()
	header := http.Header{}
	if body != "" {
		header.Set("Content-Type", asJSON)
	}
	got := send(t, method, c.s.public+path, header, body)
	if got.status != status {
		t.Errorf("%s %s: got %d %s, want %d", method, path, got.status, got.body, status)
	}
	c.add(method, route, got)
}

// add adds a response to a request.
func (c *tally) add(method, route string, got answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.named {
		route = strings.ReplaceAll(route, "{id}", ":id")
	}
	c.counts[fmt.Sprintf("%s %s %dxx", method, route, got.status/100)]++
	c.sizes[method+" "+route] += float64(len(got.body))
}

// agrees checks that the metrics tell what was sent. A request is measured after
// its client has the response.
func (c *tally) agrees(t *testing.T) {
	t.Helper()
	waitFor(t, "the last request", func() bool { return value(t, c.s, "http_server_active_requests") == 0 })
	counts, sizes := map[string]int{}, map[string]float64{}
	for key, m := range seriesOf(t, c.s) {
		l := labels(m)
		switch {
		case strings.HasPrefix(key, "http_server_request_duration_seconds{"):
			counts[l["method"]+" "+l["route"]+" "+l["status"]] = int(m.GetHistogram().GetSampleCount())
		case strings.HasPrefix(key, "http_server_response_body_size_bytes{"):
			sizes[l["method"]+" "+l["route"]] = m.GetHistogram().GetSampleSum()
		}
	}
	delete(counts, "GET /readyz 2xx") // startService asks for that
	if !maps.Equal(counts, c.counts) {
		t.Errorf("requests:\ngot  %v\nwant %v", counts, c.counts)
	}
	for key, want := range c.sizes {
		if sizes[key] != want {
			t.Errorf("bytes of responses to %s: got %v, want %v", key, sizes[key], want)
		}
	}
}

// ordinary sends requests of all kinds, and checks what was refused.
func ordinary(t *testing.T, sent *tally, early bool) {
	t.Helper()
	const books, one, none = "/api/v1/books", "/api/v1/books/{id}", "unmatched"
	post := func(body, route string, status int) {
		t.Helper()
		sent.send(t, "POST", books, body, route, status)
	}
	for i := range 5 {
		post(fmt.Sprintf(`{"title":"book %d"}`, i), books, 201)
		sent.send(t, "GET", books+"/"+strconv.Itoa(i+1), "", one, 200)
		sent.send(t, "GET", books+"/"+strconv.Itoa(i+1), "", one, 200)
	}
	post(`{"title":"book 1"}`, books, 409)
	post(`{}`, books, 422)
	post(`{"title":"panic"}`, books, 500)
	post(`{"title":"fail"}`, books, 500)
	post(`{"title":"unavailable"}`, books, 503)
	post(`{"title":"too slow"}`, books, 504)
	unread := books
	if early { // fasthttp has not routed it then
		unread = none
	}
	post(`{"title":"`+strings.Repeat("x", 2<<20)+`"}`, unread, 413)
	sent.send(t, "DELETE", books+"/5", "", one, 204)
	sent.send(t, "GET", books+"/99", "", one, 404)
	sent.send(t, "GET", books, "", books, 200)
	sent.send(t, "HEAD", books, "", books, 200)
	sent.send(t, "GET", "/healthz", "", "/healthz", 200)
	sent.send(t, "GET", "/metrics", "", none, 404)
	sent.send(t, "DELETE", "/healthz", "", none, 405)
	sent.agrees(t)
	for name, want := range map[string]float64{
		"http_server_panics_total":                                       1,
		`http_server_refusals_total{reason="too_large"}`:                 1,
		`http_server_refusals_total{reason="deadline"}`:                  1,
		`http_server_refusals_total{reason="overloaded_or_unavailable"}`: 1,
		`http_server_refusals_total{reason="rate_limited"}`:              0,
		"http_server_max_in_flight":                                      0,
		"http_server_deadline_seconds":                                   0.3,
		`dependency_up{name="database",optional="false"}`:                1,
		`dependency_up{name="schema",optional="false"}`:                  1,
		"service_serving":                                                1,
		`go_sql_max_open_connections{db_name="health"}`:                  1,
		`cache_reads_total{result="hit"}`:                                6,
	} {
		if got := value(t, sent.s, name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

// tellsOfStores checks which calls have reached the database: of two reads of a
// book, the cache has answered one.
func tellsOfStores(t *testing.T, s *service) {
	t.Helper()
	got := map[string]int{}
	for key, m := range seriesOf(t, s) {
		if strings.HasPrefix(key, "store_call_duration_seconds{") {
			l := labels(m)
			got[l["store"]+" "+l["operation"]+" "+l["outcome"]] = int(m.GetHistogram().GetSampleCount())
		}
	}
	want := map[string]int{
		"book create ok": 5, "book create conflict": 1, "book create error": 1, "book create unavailable": 1, "book create timeout": 1,
		"book get ok": 5, "book get not_found": 1, "book list ok": 1, "book delete ok": 1,
	}
	if !maps.Equal(got, want) {
		t.Errorf("calls of stores:\ngot  %v\nwant %v", got, want)
	}
}

// atRandom sends requests with methods, paths and hosts at random.
func atRandom(t *testing.T, sent *tally, requests int) {
	t.Helper()
	var clients sync.WaitGroup
	for client := range 8 {
		clients.Go(func() {
			random := rand.New(rand.NewPCG(uint64(client), uint64(requests)))
			for range requests / 8 {
				method, known := fmt.Sprintf("M%X", random.Uint64()), "_OTHER"
				if random.IntN(2) == 0 {
					method, known = "DELETE", "DELETE"
				}
				path, route := fmt.Sprintf("/%x/%x", random.Uint64(), random.Uint64()), "unmatched"
				if known == "DELETE" && random.IntN(2) == 0 {
					path, route = fmt.Sprintf("/api/v1/books/%d", random.Uint64()), "/api/v1/books/{id}"
				}
				req, err := http.NewRequestWithContext(t.Context(), method, sent.s.public+path, http.NoBody)
				if err != nil {
					t.Error(err)
					return
				}
				req.Host = fmt.Sprintf("host%d.example", random.Uint64())
				resp, err := http.DefaultTransport.RoundTrip(req)
				if err != nil {
					t.Error(err)
					return
				}
				var body bytes.Buffer
				_, err = body.ReadFrom(resp.Body)
				_ = resp.Body.Close()
				if err != nil || resp.StatusCode/100 != 4 {
					t.Errorf("%s %s: %d %s %v", method, path, resp.StatusCode, &body, err)
				}
				sent.add(known, route, answer{resp.StatusCode, resp.Header, body.String()})
			}
		})
	}
	clients.Wait()
}

// formats checks that Prometheus can read the metrics in each format it asks for,
// and gets native histograms in the one that has them.
func formats(t *testing.T, s *service) {
	t.Helper()
	if got := call(t, "GET", s.admin+"/debug/", "", ""); !strings.Contains(got.body, "GET /metrics\n") {
		t.Errorf("the list of the admin listener lacks /metrics: %s", got.body)
	}
	for _, format := range []expfmt.Format{expfmt.NewFormat(expfmt.TypeTextPlain), expfmt.NewFormat(expfmt.TypeOpenMetrics), expfmt.NewFormat(expfmt.TypeProtoDelim)} {
		got := send(t, "GET", s.admin+"/metrics", http.Header{"Accept": {string(format)}}, "")
		want, _, _ := strings.Cut(string(format), ";")
		if contentType := got.header.Get("Content-Type"); got.status != http.StatusOK || !strings.HasPrefix(contentType, want) {
			t.Errorf("%s: got %d %s", format, got.status, contentType)
		}
		if format.FormatType() != expfmt.TypeProtoDelim {
			continue
		}
		var family dto.MetricFamily
		native := false
		for decoder := expfmt.NewDecoder(strings.NewReader(got.body), format); decoder.Decode(&family) == nil; family.Reset() {
			native = native || family.GetName() == "http_server_request_duration_seconds" && len(family.GetMetric()[0].GetHistogram().GetPositiveSpan()) > 0
		}
		if !native {
			t.Error("there are no native histograms")
		}
	}
}

// seriesOf returns the time series of a service, by name and labels. A histogram is
// one.
func seriesOf(t *testing.T, s *service) map[string]*dto.Metric {
	t.Helper()
	got := call(t, "GET", s.admin+"/metrics", "", "")
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(got.body))
	if err != nil || got.status != http.StatusOK {
		t.Fatalf("%d %v\n%s", got.status, err, got.body)
	}
	all := map[string]*dto.Metric{}
	for name, family := range families {
		for _, m := range family.GetMetric() {
			var pairs []string
			for _, l := range m.GetLabel() {
				pairs = append(pairs, fmt.Sprintf("%s=%q", l.GetName(), l.GetValue()))
			}
			slices.Sort(pairs)
			key := name
			if len(pairs) > 0 {
				key += "{" + strings.Join(pairs, ",") + "}"
			}
			all[key] = m
		}
	}
	return all
}

// value returns that of a counter or a gauge.
func value(t *testing.T, s *service, series string) float64 {
	t.Helper()
	m, ok := seriesOf(t, s)[series]
	if !ok {
		t.Errorf("there is no %s", series)
	}
	return m.GetCounter().GetValue() + m.GetGauge().GetValue()
}

// labels returns those of a time series.
func labels(m *dto.Metric) map[string]string {
	all := map[string]string{}
	for _, l := range m.GetLabel() {
		all[l.GetName()] = l.GetValue()
	}
	return all
}
