package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// needPrometheus skips a test if Prometheus is not installed.
func needPrometheus(t *testing.T) {
	t.Helper()
	for _, program := range []string{"prometheus", "promtool"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("needs %s: apt-get install prometheus", program)
		}
	}
}

// Promtool finds no mistake in the rules of any kind of project, and their tests pass. Those
// for a cluster are the same.
func TestAlertRules(t *testing.T) {
	needPrometheus(t)
	for _, c := range []choice{
		{"framework": "chi", "database": "none", "observability": "metrics"},
		{"framework": "gin", "database": "postgres", "observability": "metrics", "deploy": "kubernetes"},
		{"framework": "nethttp", "database": "sqlite", "cache": "tiered", "observability": "metrics"},
	} {
		t.Run(c.String(), func(t *testing.T) {
			dir := write(t, c, "book title:string:required")
			prometheus := filepath.Join(dir, "deploy", "observability", "prometheus")
			run(t, prometheus, "promtool", "check", "config", "--lint-fatal", "prometheus.yml")
			run(t, prometheus, "promtool", "check", "rules", "--lint-fatal", "rules/recording.yml")
			tests, err := filepath.Glob(filepath.Join(prometheus, "tests", "*.yml"))
			if err != nil || len(tests) == 0 {
				t.Fatalf("no tests: %v", err)
			}
			run(t, prometheus, "promtool", append([]string{"test", "rules"}, tests...)...)
			if c["deploy"] != "" {
				inCluster(t, dir)
			}
		})
	}
}

// inCluster checks that the rules for the Prometheus Operator are those of the project.
func inCluster(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "make", "--silent", "k8s-rules")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	head, groups, ok := strings.Cut(string(out), "\nspec:\n")
	if !ok || !strings.Contains(head, "kind: PrometheusRule") {
		t.Fatalf("not a PrometheusRule:\n%s", out)
	}
	file := filepath.Join(t.TempDir(), "rules.yml")
	groups = strings.TrimPrefix(strings.ReplaceAll("\n"+groups, "\n  ", "\n"), "\n")
	if err := os.WriteFile(file, []byte(groups), 0o600); err != nil {
		t.Fatal(err)
	}
	checked, err := exec.CommandContext(t.Context(), "promtool", "check", "rules", file).CombinedOutput()
	if want := strings.Count(groups, "- alert: ") + strings.Count(groups, "- record: "); err != nil || !strings.Contains(string(checked), fmt.Sprint(want, " rules found")) {
		t.Errorf("want %d rules: %v\n%s", want, err, checked)
	}
}

// Prometheus, as a project configures it, answers every query of the dashboard with the
// values of a service under load, and its alerts notice that the service fails and that it
// is gone.
func TestDashboardQueries(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	needPrometheus(t)
	for _, c := range []choice{
		{"framework": "gin", "database": "sqlite", "cache": "memory", "observability": "metrics"},
		{"framework": "fiber", "database": "none", "observability": "metrics,tracing"},
	} {
		t.Run(c.String(), func(t *testing.T) {
			parallel(t)
			dir := withClient(t, c)
			callsOthers(t, dir)
			compile(t, dir)
			u := newUpstream(t)
			s := startService(t, dir, nil, "PAYMENTS_URL="+u.URL, "GOMEMLIMIT=450MiB", "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1", "SQLITE_DSN=file:"+filepath.Join(t.TempDir(), "books.db"))
			p := startPrometheus(t, dir, s)
			stop := visit(t, s)
			d := readDashboard(t, dir)
			for _, v := range d.Templating.List {
				if series, ok := v.series(); ok {
					p.answers(t, "variable "+v.Name, series)
				}
			}
			for _, panel := range d.Panels {
				for _, target := range panel.Targets {
					p.answers(t, panel.Title, target.Expr)
				}
			}
			p.rulesWork(t)
			if strings.Contains(c["observability"], "tracing") {
				waitFor(t, "an exemplar", func() bool { return p.hasExemplar(t) })
			}

			u.status.Store(http.StatusInternalServerError)
			p.answers(t, "alert", `ALERTS{alertname="ErrorBudgetBurnFast", job="myapi"}`)
			p.silent(t, "NoInstanceServing")
			stop()
			_ = s.cmd.Process.Kill()
			<-s.lines
			p.answers(t, "alert", `ALERTS{alertname="NoInstanceServing", job="myapi"}`)
			p.answers(t, "alert", `ALERTS{alertname="InstanceDown", job="myapi"}`)
		})
	}
}

// visit sends requests of several kinds until the function that it returns is called.
func visit(t *testing.T, s *service) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	send := func(method, path, mediaType, body string) {
		_, _ = try(ctx, http.DefaultTransport, method, s.public+path, http.Header{"Content-Type": {mediaType}}, body)
	}
	var work sync.WaitGroup
	work.Go(func() {
		for n := 1; ctx.Err() == nil; n++ {
			send("POST", "/api/v1/books", asJSON, fmt.Sprintf(`{"title":"%d"}`, n))
			for _, path := range []string{"/api/v1/books", fmt.Sprint("/api/v1/books/", n), "/api/v1/books/1", "/api/v1/books/0", "/nothing", "/readyz"} {
				send("GET", path, "", "")
			}
			send("POST", "/api/v1/books", "text/plain", "a")
			time.Sleep(50 * time.Millisecond)
		}
	})
	stop = sync.OnceFunc(func() { cancel(); work.Wait() })
	t.Cleanup(stop)
	return stop
}

// prometheus is a running Prometheus.
type prometheus struct{ url string }

// startPrometheus starts Prometheus with the configuration of a project, except that it
// scrapes a service each second.
func startPrometheus(t *testing.T, dir string, s *service) prometheus {
	t.Helper()
	home := t.TempDir()
	if err := os.CopyFS(home, os.DirFS(filepath.Join(dir, "deploy", "observability", "prometheus"))); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(home, "rules", "*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, filepath.Join(home, "prometheus.yml")) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		quick := regexp.MustCompile(`(interval: )\d+s`).ReplaceAllString(string(text), "${1}1s")
		quick = strings.Replace(quick, "[api:9090]", "["+strings.TrimPrefix(s.admin, "http://")+"]", 1)
		if err := os.WriteFile(file, []byte(quick), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	address := freeAddress(t)
	cmd := exec.Command("prometheus", "--config.file="+filepath.Join(home, "prometheus.yml"), "--storage.tsdb.path="+filepath.Join(home, "data"),
		"--web.listen-address="+address, "--enable-feature=exemplar-storage", "--log.level=warn")
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	p := prometheus{"http://" + address}
	waitFor(t, "Prometheus", func() bool {
		resp, err := http.Get(p.url + "/-/ready")
		if err != nil {
			return false
		}
		_ = resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return p
}

// freeAddress returns an address on which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// variables are the values of the variables of a dashboard on which everything is selected.
var variables = strings.NewReplacer("$job", "myapi", "$namespace", ".*", "$instance", ".*", "$route", ".*", "$__rate_interval", "5s")

// answers checks that a query has an answer, which is not only of NaN.
func (p prometheus) answers(t *testing.T, what, query string) {
	t.Helper()
	waitFor(t, what+": an answer to "+query, func() bool { return p.numbers(t, query) > 0 })
}

// numbers returns how many values a query has.
func (p prometheus) numbers(t *testing.T, query string) int {
	t.Helper()
	got := call(t, "GET", p.url+"/api/v1/query?query="+url.QueryEscape(variables.Replace(query)), "", "")
	var answer struct {
		Status, Error string
		Data          struct{ Result []struct{ Value [2]any } }
	}
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || answer.Status != "success" {
		t.Fatalf("%s: %v %s", query, err, answer.Error)
	}
	n := 0
	for _, r := range answer.Data.Result {
		if r.Value[1] != "NaN" {
			n++
		}
	}
	return n
}

// hasExemplar reports whether a bucket has an example of a request, with its trace.
func (p prometheus) hasExemplar(t *testing.T) bool {
	t.Helper()
	now := time.Now()
	got := call(t, "GET", fmt.Sprintf("%s/api/v1/query_exemplars?query=http_server_request_duration_seconds_bucket&start=%d&end=%d",
		p.url, now.Add(-time.Minute).Unix(), now.Unix()+1), "", "")
	return regexp.MustCompile(`"trace_id":"[0-9a-f]{32}"`).MatchString(got.body)
}

// rulesWork checks that Prometheus can evaluate all rules.
func (p prometheus) rulesWork(t *testing.T) {
	t.Helper()
	var answer struct {
		Data struct {
			Groups []struct {
				Rules []struct{ Name, Health, LastError string }
			}
		}
	}
	got := call(t, "GET", p.url+"/api/v1/rules", "", "")
	if err := json.Unmarshal([]byte(got.body), &answer); err != nil || len(answer.Data.Groups) == 0 {
		t.Fatalf("no rules: %v %s", err, got.body)
	}
	for _, group := range answer.Data.Groups {
		for _, r := range group.Rules {
			if r.Health != "ok" {
				t.Errorf("%s is %s: %s", r.Name, r.Health, r.LastError)
			}
		}
	}
}

// silent checks that an alert is neither pending nor firing.
func (p prometheus) silent(t *testing.T, alert string) {
	t.Helper()
	if n := p.numbers(t, `ALERTS{alertname="`+alert+`"}`); n > 0 {
		t.Errorf("%s fires", alert)
	}
}

// dashboard is what a test reads of a dashboard.
type dashboard struct {
	Templating struct{ List []dashboardVariable }
	Panels     []struct {
		Title   string
		Targets []struct{ Expr string }
	}
}

type dashboardVariable struct{ Name, Query string }

// series returns the series of a variable that has the values of a label of theirs.
func (v dashboardVariable) series() (string, bool) {
	of, ok := strings.CutPrefix(v.Query, "label_values(")
	series := strings.TrimSuffix(of, ", "+v.Name+")")
	return series, ok && series != of
}

func readDashboard(t *testing.T, dir string) dashboard {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "deploy", "observability", "grafana", "dashboards", "service.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d dashboard
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(d.Templating.List, func(v dashboardVariable) bool { _, ok := v.series(); return ok }) || len(d.Panels) == 0 {
		t.Fatalf("no variables or panels: %+v", d)
	}
	return d
}
