package e2e

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

var (
	fuzzFor  = flag.Duration("fuzz-for", 3*time.Second, "how long TestValues sends requests at random to each service")
	fuzzSeed = flag.Uint64("fuzz-seed", 1, "seed of these requests")
)

// TestValues stores values of every type, in every database with every access
// layer, and reads the rows in every order. Then it sends requests at random,
// good and hostile ones. No response may have a status of 5xx and no connection
// be dropped, and in the end the service has the rows that it has confirmed, with
// the values that were sent, and no others. Frameworks take turns.
func TestValues(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	cat := templates.Catalog()
	frameworks, n := cat.Options("framework"), 0
	for _, c := range choices() {
		if c["framework"] != frameworks[0].Name || !*useServers && c["access"] != "" {
			continue
		}
		c["framework"] = frameworks[n%len(frameworks)].Name
		n++
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			server, remote := servers[c["database"]]
			if remote {
				server.need(t)
			}
			fields := valueFields(c.relational())
			dir := write(t, c, resourceOf(fields))
			compile(t, dir)
			var env []string
			if remote {
				env = server.newDatabase(t, dir)
			}
			s := startService(t, dir, env)
			f := &fuzzer{
				t: t, base: s.public + "/api/v1/things", fields: fields, rows: map[int64]stored{},
				rand: rand.New(rand.NewPCG(*fuzzSeed, 0)),
			}
			f.fill()
			f.fit()
			if c["example"] != "" {
				f.bank(s.public)
			}
			for _, limit := range []int{1, 7, 100} {
				f.readInEveryOrder(limit)
			}
			for range 100 {
				f.readFiltered()
			}
			sent := 0
			for end := time.Now().Add(*fuzzFor); time.Now().Before(end) && !t.Failed(); sent++ {
				f.step()
			}
			f.readAll()
			f.readInEveryOrder(100)
			used := memory(t, s.cmd.Process.Pid)
			t.Logf("seed %d: %d requests at random, %d rows, %d MiB of memory", *fuzzSeed, sent, len(f.rows), used>>10)
			if used > 256<<10 {
				t.Error("that is too much memory")
			}
			s.end()
		})
	}
}

// memory returns the most memory that a process has used so far, in KiB, or 0
// where /proc does not tell.
func memory(t testing.TB, pid int) (peak int) {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscan(after, &peak); err != nil {
		t.Fatal(err)
	}
	return peak
}

// valueField is a field of the resource.
type valueField struct {
	kind
	name     string
	required bool
	unique   bool
	filtered bool // marked as filter
}

// valueFields returns two fields of each type, the first of which is required.
func valueFields(relational bool) []valueField {
	var fields []valueField
	for _, k := range kinds {
		filtered := operators[k.name] != nil
		fields = append(fields, valueField{kind: k, name: k.name + "_a", required: true, filtered: filtered}, valueField{kind: k, name: k.name + "_b", filtered: filtered})
	}
	fields = append(fields, valueField{kind: kinds[0], name: "code", unique: true}, valueField{kind: longest, name: "key", unique: true},
		valueField{kind: widest, name: "headline"})
	if relational {
		fields = append(fields, valueField{kind: reference, name: "parent_id"})
	}
	return fields
}

func resourceOf(fields []valueField) string {
	line := "thing"
	for _, f := range fields {
		line += " " + strings.TrimSuffix(f.name, "_id") + ":" + f.spec
		var modifiers []string
		if f.required {
			modifiers = append(modifiers, "required")
		}
		if f.unique {
			modifiers = append(modifiers, "unique")
		}
		if f.filtered {
			modifiers = append(modifiers, "filter")
		}
		if f.searched() {
			modifiers = append(modifiers, "search")
		}
		if f.as != "" {
			modifiers = append(modifiers, f.as)
		}
		if f.max != "" {
			modifiers = append(modifiers, "max="+f.max)
		}
		if len(modifiers) > 0 && strings.Contains(f.spec, ":") {
			line += "," + strings.Join(modifiers, ",")
		} else if len(modifiers) > 0 {
			line += ":" + strings.Join(modifiers, ",")
		}
	}
	return line
}

// stored is the normal forms of the values in a row, by their fields.
type stored map[string]string

// fuzzer sends requests to a service and knows which rows it should have.
type fuzzer struct {
	t      *testing.T
	base   string // URL of the list
	rand   *rand.Rand
	fields []valueField
	rows   map[int64]stored
	cursor string // one that the service has given
}

// outcome is what a request must lead to.
type outcome int

const (
	accepts  outcome = iota // the values are stored
	rejected                // nothing changes
	either                  // one of the two
)

// fill creates rows that have every good value of every type at least once, with
// equal values and nulls.
func (f *fuzzer) fill() {
	most := 0
	for _, k := range kinds {
		most = max(most, len(k.good))
	}
	for n := range most {
		values := map[string]string{}
		for i, field := range f.fields {
			switch {
			case field.required:
				values[field.name] = field.good[n%len(field.good)]
			case !field.unique && len(field.good) > 0 && (n+i)%3 > 0:
				values[field.name] = field.good[(5*n+i)%len(field.good)]
			}
		}
		f.create(f.body(values), values, accepts, nil)
	}
}

// fit sends each value that may not fit its field once in a POST and in a PATCH.
func (f *fuzzer) fit() {
	for _, field := range f.fields {
		for i, value := range slices.Concat(field.bad, field.other) {
			want := rejected
			if i >= len(field.bad) {
				want = either
			}
			values := map[string]string{}
			for _, other := range f.fields {
				if other.required {
					values[other.name] = other.good[0]
				}
			}
			values[field.name] = value
			f.create(f.body(values), values, want, nil)
			values = map[string]string{field.name: value}
			f.change(http.MethodPatch, 1, f.body(values), values, want, nil)
		}
	}
}

// bank sends each value of every type in each field of the bank.
func (f *fuzzer) bank(base string) {
	const largest = "9223372036854775807"
	for range 2 {
		f.send(http.MethodPost, base+"/api/v1/accounts", nil, []byte(`{"owner":"Ada","balance_cents":`+largest+`}`))
	}
	n := 0
	for path, values := range map[string]map[string]string{
		"/api/v1/accounts":  {"owner": `"Ada"`, "balance_cents": "1"},
		"/api/v1/transfers": {"from_account_id": "1", "to_account_id": "2", "amount_cents": "1"},
	} {
		for name := range values {
			for _, k := range kinds {
				for _, value := range slices.Concat(k.good, k.other, k.bad) {
					changed := maps.Clone(values)
					changed[name] = value
					var members []string
					for _, name := range slices.Sorted(maps.Keys(changed)) {
						members = append(members, strconv.Quote(name)+":"+changed[name])
					}
					n++
					f.send(http.MethodPost, base+path, http.Header{"Idempotency-Key": {strconv.Itoa(n)}}, []byte("{"+strings.Join(members, ",")+"}"))
				}
			}
		}
	}
}

// step sends one request at random.
func (f *fuzzer) step() {
	header, odd := f.header()
	id := f.anyID()
	switch n := f.rand.IntN(20); {
	case n < 7 || id == 0:
		values, want := f.values(true)
		body, want := f.mutate(f.body(values), want)
		f.create(body, values, or(want, odd), header)
	case n < 10:
		values, want := f.values(true)
		body, want := f.mutate(f.body(values), want)
		f.change(http.MethodPut, id, body, values, or(want, odd), header)
	case n < 14:
		values, want := f.values(false)
		body, want := f.mutate(f.body(values), want)
		f.change(http.MethodPatch, id, body, values, or(want, odd), header)
	case n < 15:
		if status, _ := f.send(http.MethodDelete, f.base+"/"+strconv.FormatInt(id, 10), header, nil); status == http.StatusNoContent {
			delete(f.rows, id)
		}
	case n < 18:
		f.list(header)
	case n < 19:
		f.readFiltered()
	default:
		odd := []string{"0", "-1", "9223372036854775808", "1e2", "%00", "%ff", "..%2f", "1%20", "+1", "01", "%f0%9f%98%80", strings.Repeat("9", 2000)}
		f.send([]string{http.MethodGet, http.MethodDelete, http.MethodPut}[f.rand.IntN(3)], f.base+"/"+f.pick(odd), header, []byte("{}"))
	}
}

func or(want outcome, odd bool) outcome {
	if odd && want == accepts {
		return either
	}
	return want
}

// values returns values for all fields or for some, and what must become of them.
func (f *fuzzer) values(all bool) (values map[string]string, want outcome) {
	values = map[string]string{}
	for _, field := range f.fields {
		switch n := f.rand.IntN(10); {
		case field.unique && n > 1, !all && n > 2, !field.required && n == 0:
		case !field.required && n == 1:
			values[field.name] = null
		default:
			values[field.name] = f.good(field)
		}
		if value, ok := values[field.name]; ok && value != null && (field.unique || len(field.good) == 0) {
			want = either // another row may have it, or no row may have that ID
		}
	}
	field := f.fields[f.rand.IntN(len(f.fields))]
	switch n := f.rand.IntN(10); {
	case n < 4:
		values[field.name], want = f.pick(field.bad), rejected
	case n < 5 && len(field.other) > 0:
		values[field.name], want = f.pick(field.other), either
	case n < 6 && field.required:
		values[field.name], want = null, rejected
	}
	return values, want
}

func (f *fuzzer) good(field valueField) string {
	if len(field.good) == 0 {
		return f.pick(field.other)
	}
	if field.random != nil && f.rand.IntN(2) == 0 {
		return field.random(f.rand)
	}
	return f.pick(field.good)
}

func (f *fuzzer) pick(from []string) string { return from[f.rand.IntN(len(from))] }

func (f *fuzzer) body(values map[string]string) []byte {
	var members []string
	for _, field := range f.fields {
		if value, ok := values[field.name]; ok {
			members = append(members, strconv.Quote(field.name)+":"+value)
		}
	}
	f.rand.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return []byte("{" + strings.Join(members, ",") + "}")
}

// mutate changes some bytes of a few bodies.
func (f *fuzzer) mutate(body []byte, want outcome) ([]byte, outcome) {
	if f.rand.IntN(10) > 0 {
		return body, want
	}
	for range 1 + f.rand.IntN(3) {
		i, j := f.rand.IntN(len(body)), f.rand.IntN(len(body))
		switch f.rand.IntN(4) {
		case 0:
			body[i] = byte(f.rand.Uint32())
		case 1:
			body = slices.Delete(body, min(i, j), min(max(i, j), min(i, j)+20))
		case 2:
			body = slices.Insert(body, i, body[min(i, j):min(max(i, j), min(i, j)+20)]...)
		default:
			body = slices.Insert(body, i, []byte(f.pick([]string{`\ud800`, `\u0000`, "\x00", "\xff", "null", "{", "]", ",", `"`, "1e400"}))...)
		}
		if len(body) == 0 {
			body = []byte{' '}
		}
	}
	return body, either
}

// header returns headers that may be odd.
func (f *fuzzer) header() (header http.Header, odd bool) {
	if f.rand.IntN(4) > 0 {
		return nil, false
	}
	header = http.Header{}
	for range 1 + f.rand.IntN(3) {
		name := f.pick([]string{
			"X-Request-ID", "Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since",
			"Range", "Content-Encoding", "Origin", "X-Forwarded-For", "Authorization", "Cookie", "User-Agent", "Idempotency-Key", "Traceparent", "Prefer", "X-HTTP-Method-Override",
		})
		header.Add(name, f.pick([]string{
			"", "a", "*", "\"3\"", "W/\"1\"", "\"1\", \"2\"", "\"", "\x80\xff", "\xc3\xa4", "gzip;q=0, identity;q=0", "gzip, deflate, br", "bytes=0-0", "bytes=-1", "0", "-1",
			"99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "null", "application/json; charset=utf-8", "application/json; charset=\xff", "application/json;;",
			"application/merge-patch+json", "multipart/form-data", "application/x-www-form-urlencoded", "text/html, */*;q=0.1", "%00", "a\tb", "../../etc", strings.Repeat("x", 1500),
		}))
	}
	return header, true
}

// create sends a POST.
func (f *fuzzer) create(body []byte, values map[string]string, want outcome, header http.Header) {
	f.t.Helper()
	status, data := f.send(http.MethodPost, f.base, header, body)
	if !f.accepted("POST", body, values, want, status, http.StatusCreated) {
		return
	}
	id, got := f.decode(data)
	if f.rows[id] != nil {
		f.t.Errorf("POST: row %d is there already", id)
	}
	f.rows[id] = got
	if f.unchanged(body, values) {
		f.equal("POST", got, f.expect(values, nil))
	}
	f.get(id)
}

// unchanged reports whether body has the values as they are, without a mutation.
func (f *fuzzer) unchanged(body []byte, values map[string]string) bool {
	size := len("{}") + max(0, len(values)-1)
	for name, value := range values {
		member := strconv.Quote(name) + ":" + value
		size += len(member)
		if !bytes.Contains(body, []byte(member)) {
			return false
		}
	}
	return size == len(body)
}

// change sends a PUT or PATCH.
func (f *fuzzer) change(method string, id int64, body []byte, values map[string]string, want outcome, header http.Header) {
	f.t.Helper()
	if method == http.MethodPatch && header.Get("Content-Type") == "" {
		header = header.Clone()
		if header == nil {
			header = http.Header{}
		}
		header.Set("Content-Type", asPatch)
	}
	status, data := f.send(method, f.base+"/"+strconv.FormatInt(id, 10), header, body)
	if f.accepted(method, body, values, want, status, http.StatusOK) {
		_, got := f.decode(data)
		if f.unchanged(body, values) {
			var before stored
			if method == http.MethodPatch {
				before = f.rows[id]
			}
			f.equal(method, got, f.expect(values, before))
		}
		f.rows[id] = got
	}
	f.get(id)
}

// accepted reports whether values were stored.
func (f *fuzzer) accepted(method string, body []byte, values map[string]string, want outcome, status, success int) bool {
	f.t.Helper()
	if (status == success) == (want == rejected) && want != either {
		for name, value := range values {
			f.t.Logf("%s: %.100s", name, value)
		}
		f.t.Errorf("%s: got status %d, want %v: %.500q", method, status, []string{"success", "a refusal"}[want], body)
	}
	return status == success
}

// expect returns the row that has values, with the others of before, which is nil
// if there are none.
func (f *fuzzer) expect(values map[string]string, before stored) stored {
	want := stored{}
	for _, field := range f.fields {
		value, ok := values[field.name]
		switch {
		case ok && value == null, !ok && before == nil:
			want[field.name] = null
		case !ok:
			want[field.name] = before[field.name]
		case field.kind.name == "json" && before != nil:
			want[field.name] = merged(before[field.name], field.normal(value))
		default:
			want[field.name] = field.normal(value)
		}
	}
	return want
}

// merged applies a JSON merge patch to a document, both in normal form.
func merged(document, patch string) string {
	var target, change any
	if json.Unmarshal([]byte(document), &target) != nil || json.Unmarshal([]byte(patch), &change) != nil {
		panic(document + patch)
	}
	data, err := json.Marshal(mergePatch(target, change))
	if err != nil {
		panic(err)
	}
	return string(data)
}

// mergePatch is the function of RFC 7396, section 2.
func mergePatch(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	members, ok := target.(map[string]any)
	if !ok {
		members = map[string]any{}
	}
	for name, change := range changes {
		if change == nil {
			delete(members, name)
		} else {
			members[name] = mergePatch(members[name], change)
		}
	}
	return members
}

// get checks that a row is as the service has confirmed it.
func (f *fuzzer) get(id int64) {
	f.t.Helper()
	status, data := f.send(http.MethodGet, f.base+"/"+strconv.FormatInt(id, 10), nil, nil)
	if status != http.StatusOK {
		f.t.Fatalf("GET of row %d: status %d", id, status)
	}
	_, got := f.decode(data)
	f.equal("GET", got, f.rows[id])
}

// equal compares the values of rows.
func (f *fuzzer) equal(what string, got, want stored) {
	f.t.Helper()
	for _, field := range f.fields {
		if got[field.name] != want[field.name] {
			f.t.Errorf("%s: %s is %.200q, want %.200q", what, field.name, got[field.name], want[field.name])
		}
	}
}

// decode returns the row in a response.
func (f *fuzzer) decode(data []byte) (id int64, values stored) {
	f.t.Helper()
	var body struct {
		Data map[string]json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(data, &body); err != nil {
		f.t.Fatalf("%v: %.200q", err, data)
	}
	return f.normal(body.Data)
}

func (f *fuzzer) normal(members map[string]json.RawMessage) (id int64, values stored) {
	f.t.Helper()
	if err := json.Unmarshal(members["id"], &id); err != nil {
		f.t.Fatalf("id: %v", err)
	}
	values = stored{"id": strconv.FormatInt(id, 10)}
	for _, name := range []string{"created_at", "updated_at"} {
		values[name] = moment(string(members[name]))
	}
	for _, field := range f.fields {
		values[field.name] = null
		if value := string(members[field.name]); value != null {
			if field.form != nil && !field.form.MatchString(value) {
				f.t.Errorf("%s: %.200s is not in the form %v", field.name, value, field.form)
			}
			values[field.name] = field.normal(value)
		}
	}
	return id, values
}

// list asks for a page with hostile parameters.
func (f *fuzzer) list(header http.Header) {
	f.t.Helper()
	query := "limit=" + f.pick([]string{"1", "3", "0", "-1", "1e2", "99999999999999999999", "%00", "%ff", "100"})
	field := f.fields[f.rand.IntN(len(f.fields))]
	query += "&sort=" + f.pick([]string{"", "-"}) + field.name
	switch f.rand.IntN(4) {
	case 0:
		query += "&cursor=" + f.forged(query, field)
	case 1:
		cursor := []byte(f.cursor)
		if len(cursor) > 0 {
			cursor[f.rand.IntN(len(cursor))] = "abcXYZ019-_"[f.rand.IntN(11)]
		}
		query += "&cursor=" + string(cursor)
	case 2:
		query += f.pick([]string{"&", "&=", "&;", "&%", "&sort", "&sort=id&sort=id", "&limit=2&limit=3", "&cursor=%00", "&cursor=%ff", "&a[]=1", f.hostileFilter(), "&q=%00", "&q=%ff", "&q=" + strings.Repeat("%25", 100), "&q='", "&parent_id=1", "&parent_id=9223372036854775808", "&parent_id=%00", "&parent_id=", "&cursor=" + strings.Repeat("A", 3000)})
	}
	if next := f.nextOf(query, header); next != "" {
		f.cursor = next
	}
}

// forged returns a cursor that no service gives, and some that one may give, for
// the list of a query that is sorted by a field.
func (f *fuzzer) forged(query string, field valueField) string {
	value := f.pick(slices.Concat(field.good, field.other, field.bad, []string{null}))
	id := f.pick([]string{"1", "0", "-1", "9223372036854775807", "9223372036854775808", null, `"1"`, "1.5", "1e400", "{}"})
	members := []string{strconv.Quote(field.name) + ":" + value, `"id":` + id}
	if field.name > "id" {
		slices.Reverse(members)
	}
	switch f.rand.IntN(6) {
	case 0:
		f.rand.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	case 1:
		members = members[:1]
	case 2:
		members = append(members, f.pick([]string{`"x":1`, `"id":2`, `"ID":1`, `"string_a":"a"`}))
	}
	text := `{"list":"` + f.listOf(query) + `","after":{` + strings.Join(members, ",") + "}}"
	if len(text) > 3000 { // URLs are limited
		text = text[:3000]
	}
	encoding := []*base64.Encoding{base64.RawURLEncoding, base64.RawURLEncoding, base64.RawURLEncoding, base64.StdEncoding}[f.rand.IntN(4)]
	return url.QueryEscape(encoding.EncodeToString([]byte(text)))
}

// listOf returns what identifies the list of a query in cursors, or a guess.
func (f *fuzzer) listOf(query string) string {
	var cursor struct {
		List string `json:"list"`
	}
	data, err := base64.RawURLEncoding.DecodeString(f.nextOf(query, nil))
	if err != nil || json.Unmarshal(data, &cursor) != nil {
		return f.pick([]string{"", "a", "AAAAAAAAAAAA"})
	}
	return cursor.List
}

// nextOf returns the cursor in the response to a query, "" if it has none.
func (f *fuzzer) nextOf(query string, header http.Header) string {
	f.t.Helper()
	status, data := f.send(http.MethodGet, f.base+"?"+query, header, nil)
	if status != http.StatusOK {
		return ""
	}
	var page struct {
		Data struct {
			Next string `json:"next_cursor"`
		} `json:"data"`
	}
	if err := json.Unmarshal(data, &page); err != nil {
		f.t.Logf("%s: %v", query, err) // the headers may ask for another encoding
	}
	return page.Data.Next
}

// readAll checks that the list has exactly the rows that were confirmed.
func (f *fuzzer) readAll() {
	f.t.Helper()
	found := 0
	f.walk("sort=id", 100, func(id int64, got stored) {
		found++
		if f.rows[id] == nil {
			f.t.Errorf("row %d was not confirmed: %.500v", id, got)
			return
		}
		f.equal("list", got, f.rows[id])
	})
	if found != len(f.rows) {
		f.t.Errorf("%d rows in the list, want %d", found, len(f.rows))
	}
}

// sortable returns the fields that a list can be sorted by.
func (f *fuzzer) sortable() []valueField {
	keys := []valueField{
		{name: "id", kind: kind{compare: compareExact}},
		{name: "created_at", kind: kind{compare: compareTimes}}, {name: "updated_at", kind: kind{compare: compareTimes}},
	}
	return append(keys, slices.DeleteFunc(slices.Clone(f.fields), func(field valueField) bool { return field.compare == nil })...)
}

// sortKey is a field that a list is sorted by.
type sortKey struct {
	valueField
	desc bool
}

// sorted returns the ids of the rows for which keep holds, in the order of keys.
func (f *fuzzer) sorted(keys []sortKey, keep func(stored) bool) []int64 {
	var ids []int64
	for id, row := range f.rows {
		if keep(row) {
			ids = append(ids, id)
		}
	}
	last := keys[len(keys)-1].desc
	slices.SortFunc(ids, func(a, b int64) int {
		for _, key := range keys {
			if order := compareNulls(key.valueField, f.rows[a][key.name], f.rows[b][key.name]); order != 0 && key.desc {
				return -order
			} else if order != 0 {
				return order
			}
		}
		if last {
			a, b = b, a
		}
		return cmp.Compare(a, b)
	})
	return ids
}

// compareNulls orders two values, null before all others.
func compareNulls(key valueField, x, y string) int {
	switch {
	case x == y:
		return 0
	case x == null:
		return -1
	case y == null:
		return 1
	}
	return key.compare(x, y)
}

// readInEveryOrder reads the list by each key, page by page, and compares it with
// a sort of the rows.
func (f *fuzzer) readInEveryOrder(limit int) {
	f.t.Helper()
	all := func(stored) bool { return true }
	for _, key := range f.sortable() {
		for _, desc := range []bool{false, true} {
			f.compareList([]sortKey{{key, desc}}, nil, limit, f.sorted([]sortKey{{key, desc}}, all))
		}
	}
}

// compareList reads a list page by page and compares it with the rows that it must
// have.
func (f *fuzzer) compareList(keys []sortKey, filters url.Values, limit int, want []int64) {
	f.t.Helper()
	var names []string
	for _, key := range keys {
		if key.desc {
			key.name = "-" + key.name
		}
		names = append(names, key.name)
	}
	query := "sort=" + strings.Join(names, ",")
	if len(filters) > 0 {
		query += "&" + filters.Encode()
	}
	var got []int64
	f.walk(query, limit, func(id int64, _ stored) { got = append(got, id) })
	if slices.Equal(got, want) {
		return
	}
	f.t.Errorf("%s&limit=%d: rows %v, want %v", query, limit, got, want)
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			f.t.Logf("the first that differ are %d, %.200q, and %d, %.200q", got[i], f.rows[got[i]], want[i], f.rows[want[i]])
			break
		}
	}
}

// walk calls visit for each row of a list.
func (f *fuzzer) walk(query string, limit int, visit func(id int64, values stored)) {
	f.t.Helper()
	cursor := ""
	for range len(f.rows) + 2 {
		status, data := f.send(http.MethodGet, fmt.Sprintf("%s?%s&limit=%d&cursor=%s", f.base, query, limit, cursor), nil, nil)
		var page struct {
			Data struct {
				Items []map[string]json.RawMessage `json:"items"`
				Next  string                       `json:"next_cursor"`
			} `json:"data"`
		}
		if err := json.Unmarshal(data, &page); err != nil || status != http.StatusOK {
			f.t.Fatalf("%s: status %d, %v: %.200q", query, status, err, data)
		}
		for _, item := range page.Data.Items {
			visit(f.normal(item))
		}
		if cursor = page.Data.Next; cursor == "" {
			return
		}
	}
	f.t.Errorf("%s&limit=%d: the list does not end", query, limit)
}

// send sends a request. A response with a status of 5xx or none is an error.
func (f *fuzzer) send(method, address string, header http.Header, body []byte) (status int, data []byte) {
	f.t.Helper()
	tries := 0 // the client repeats some requests when their connection is dropped
	ctx := httptrace.WithClientTrace(f.t.Context(), &httptrace.ClientTrace{GetConn: func(string) { tries++ }})
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		f.t.Fatal(err)
	}
	req.Header.Set("Content-Type", asJSON)
	req.Header.Set("Accept-Encoding", "identity")
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil || tries != 1 {
		f.t.Fatalf("%s %.500s %.1000q %v: %v, sent %d times", method, address, body, header, err, tries)
	}
	defer resp.Body.Close()
	data, err = io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode >= http.StatusInternalServerError {
		f.t.Errorf("%s %.500s %.1000q %v: %d %.300q, %v", method, address, body, header, resp.StatusCode, data, err)
	}
	return resp.StatusCode, data
}

// anyID returns the ID of a row, or 0 if there is none.
func (f *fuzzer) anyID() int64 {
	ids := make([]int64, 0, len(f.rows))
	for id := range f.rows {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return 0
	}
	slices.Sort(ids) // the same seed sends the same requests
	return ids[f.rand.IntN(len(ids))]
}
