package e2e

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/layer"
)

var update = flag.Bool("update", false, "rewrite the responses in testdata/contract")

const contractDir = "../../testdata/contract"

// exchange is a request and its response, which is the same on every framework
// and database. In a body <x*3> stands for xxx and <byte:ff> for that byte; in
// a response and its headers … stands for any text, such as the current time.
type exchange struct {
	comment string

	Request string            `yaml:"request"` // method and path
	Type    string            `yaml:"type"`    // Content-Type header
	Key     string            `yaml:"key"`     // Idempotency-Key header
	Send    map[string]string `yaml:"send"`    // other headers
	Body    string            `yaml:"body"`
	Status  int               `yaml:"status"`
	Also    []string          `yaml:"also"`   // response headers that are compared in addition to headerNames
	Header  map[string]string `yaml:"header"` // of the response
	Answer  string            `yaml:"answer"`
}

// headerNames are the response headers that are part of the contract. All
// responses also have X-Request-ID.
var headerNames = []string{"Allow", "Content-Type", "Location"}

// names returns the response headers of x that are part of the contract.
func (x exchange) names() []string { return slices.Concat(headerNames, x.Also) }

// contract returns the exchanges of a file. Each depends on the state left by
// the previous ones, including those of previous files.
func contract(t testing.TB, file string) []exchange {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(contractDir, file))
	if err != nil {
		t.Fatal(err)
	}
	var nodes []yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	exchanges := make([]exchange, len(nodes))
	for i, n := range nodes {
		if err := n.Decode(&exchanges[i]); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		comments := []string{n.HeadComment}
		if len(n.Content) > 0 {
			comments = append(comments, n.Content[0].HeadComment)
		}
		exchanges[i].comment = strings.Join(comments, "")
	}
	return exchanges
}

func contractFiles(t testing.TB, relational bool) []string {
	t.Helper()
	entries, err := os.ReadDir(contractDir)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range entries {
		if e.IsDir() { // for services with options
			continue
		}
		if relational || !slices.Contains([]string{"8_references.yaml", "8_relations.yaml", "9_bank.yaml", "9_softdelete_references.yaml"}, e.Name()) {
			files = append(files, e.Name())
		}
	}
	return files
}

// fulfill checks that a service responds as a file of the contract says, or with
// -update rewrites the file.
func fulfill(t testing.TB, base, file string) {
	t.Helper()
	exchanges := contract(t, file)
	for i, x := range exchanges {
		got := x.do(t, base)
		if *update {
			exchanges[i] = got
		} else {
			x.check(t, got)
		}
	}
	if *update {
		keepContract(t, file, exchanges)
	}
}

// optionEnv returns the environment for the contract of an option.
func optionEnv(t testing.TB, l layer.Layer) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(contractDir, l.ID()+".env"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return slices.Collect(strings.FieldsFuncSeq(string(data), func(r rune) bool { return r == '\n' }))
}

// parallel makes a test run in parallel with others, unless the contract is
// being rewritten.
func parallel(t *testing.T) {
	t.Helper()
	if !*update {
		t.Parallel()
	}
}

var (
	repeated  = regexp.MustCompile(`<([^<>*]+)\*(\d+)>`)
	rawByte   = regexp.MustCompile(`<byte:([0-9a-f]{2})>`)
	changing  = regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]*Z"`)
	issued    = regexp.MustCompile(`("(?:access|refresh)_token":)"[^"]+"`)
	seconds   = regexp.MustCompile(`(;t=)\d+`)
	buildInfo = regexp.MustCompile(`"data":\{"version".*\}`)
)

func expand(text string) string {
	text = repeated.ReplaceAllStringFunc(text, func(m string) string {
		parts := repeated.FindStringSubmatch(m)
		n, _ := strconv.Atoi(parts[2]) // digits
		return strings.Repeat(parts[1], n)
	})
	return rawByte.ReplaceAllStringFunc(text, func(m string) string {
		n, _ := strconv.ParseUint(rawByte.FindStringSubmatch(m)[1], 16, 8) // hexadecimal
		return string([]byte{byte(n)})
	})
}

// do sends the request of x and returns the response in the same form.
func (x exchange) do(t testing.TB, base string) exchange {
	t.Helper()
	method, path, _ := strings.Cut(expand(x.Request), " ")
	header := http.Header{"Accept-Encoding": {"identity"}} // otherwise the client requests gzip and decompresses transparently
	for name, value := range x.Send {
		header.Set(name, value)
	}
	for name, value := range map[string]string{"Content-Type": x.Type, "Idempotency-Key": expand(x.Key)} {
		if value != "" {
			header.Set(name, value)
		}
	}
	got := send(t, method, base+path, header, expand(x.Body))
	if got.header.Get("X-Request-ID") == "" && got.status != http.StatusRequestHeaderFieldsTooLarge { // sent by the server before the middleware
		t.Errorf("%s: no X-Request-ID", x.Request)
	}
	y := x
	y.Status, y.Header, y.Answer = got.status, map[string]string{}, got.text(t)
	for _, name := range x.names() {
		value := strings.Join(got.header.Values(name), ", ")
		if name == "Allow" { // the order does not matter
			methods := strings.Split(value, ", ")
			slices.Sort(methods)
			value = strings.Join(methods, ", ")
		}
		if value != "" {
			y.Header[name] = value
		}
	}
	return y
}

// check compares the response to x with the contract.
func (x exchange) check(t testing.TB, got exchange) {
	t.Helper()
	what := x.Request + " " + x.Body
	if got.Status != x.Status {
		t.Errorf("%.200s: got status %d, want %d: %.300s", what, got.Status, x.Status, got.Answer)
		return
	}
	if x.Status == http.StatusRequestHeaderFieldsTooLarge {
		return // plain text from net/http, but JSON with fasthttp
	}
	for _, name := range x.names() {
		if !matches(got.Header[name], x.Header[name]) {
			t.Errorf("%.200s: got %s %q, want %q", what, name, got.Header[name], x.Header[name])
		}
	}
	if !matches(got.Answer, x.Answer) {
		t.Errorf("%.200s:\ngot  %.1000s\nwant %.1000s", what, got.Answer, x.Answer)
	}
}

// matches reports whether text matches a pattern in which … stands for any
// text.
func matches(text, pattern string) bool {
	parts := strings.Split(pattern, "…")
	if len(parts) == 1 {
		return text == pattern
	}
	rest, ok := strings.CutPrefix(text, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

func TestMatches(t *testing.T) {
	for pattern, want := range map[string]bool{
		"abcd": true, "abc": false, "…": true, "a…": true, "…d": true, "a…d": true, "a…b…cd": true, "b…": false, "…c": false, "a…x…d": false, "…bcd": true,
	} {
		if got := matches("abcd", pattern); got != want {
			t.Errorf("abcd matches %s: got %t", pattern, got)
		}
	}
}

// keepContract rewrites the exchanges of a file with the actual responses.
func keepContract(t testing.TB, file string, exchanges []exchange) {
	t.Helper()
	var b strings.Builder
	for i, x := range exchanges {
		if x.comment != "" && i > 0 {
			b.WriteByte('\n')
		}
		if x.comment != "" {
			b.WriteString(x.comment + "\n")
		}
		for name, value := range x.Header {
			x.Header[name] = seconds.ReplaceAllString(value, "$1…")
		}
		answer := changing.ReplaceAllString(x.Answer, `"…"`)
		answer = issued.ReplaceAllString(answer, `$1"…"`)
		answer = buildInfo.ReplaceAllString(answer, `"data":{"version"…}`)
		switch {
		case x.Request == "GET /swagger/openapi.json":
			answer = `…"openapi": "3.1.1"…"url": "/api/v1"…`
		case strings.HasPrefix(x.Request, "GET /swagger/") && x.Status < 400:
			answer = "…"
		}
		fmt.Fprintf(&b, "- request: %s\n", x.Request)
		for _, line := range []struct{ key, value string }{{"type", x.Type}, {"key", x.Key}, {"body", x.Body}} {
			if line.value != "" {
				fmt.Fprintf(&b, "  %s: %s\n", line.key, quote(line.value))
			}
		}
		if x.Send != nil {
			fmt.Fprintf(&b, "  send: %s\n", inline(slices.Sorted(maps.Keys(x.Send)), x.Send))
		}
		if x.Also != nil {
			fmt.Fprintf(&b, "  also: [%s]\n", strings.Join(x.Also, ", "))
		}
		fmt.Fprintf(&b, "  status: %d\n", x.Status)
		if len(x.Header) > 0 {
			fmt.Fprintf(&b, "  header: %s\n", inline(x.names(), x.Header))
		}
		if answer != "" {
			fmt.Fprintf(&b, "  answer: %s\n", quote(answer))
		}
	}
	if err := os.WriteFile(filepath.Join(contractDir, file), []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// inline formats the named values that are set, on one line.
func inline(names []string, values map[string]string) string {
	var pairs []string
	for _, name := range names {
		if value := values[name]; value != "" {
			pairs = append(pairs, name+": "+quote(value))
		}
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
