package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// oneOfTwoWins lets two clients that have read the same version of a book change
// it at the same time: one of them does, and the other one is told so.
func oneOfTwoWins(t *testing.T, base string) {
	t.Helper()
	for round := range 20 {
		path := base + call(t, "POST", base+"/api/v1/books", asJSON, `{"title":"first"}`).header.Get("Location")
		var got [2]answer
		var both sync.WaitGroup
		for i := range got {
			both.Go(func() {
				header := http.Header{"Content-Type": {asJSON}, "If-Match": {`"1"`}}
				got[i] = send(t, []string{"PUT", "PATCH"}[(round+i)%2], path, header, fmt.Sprintf(`{"title":"client %d"}`, i))
			})
		}
		both.Wait()
		won := slices.IndexFunc(got[:], func(r answer) bool { return r.status == http.StatusOK })
		if won < 0 || got[1-won].status != http.StatusPreconditionFailed {
			t.Fatalf("got status %d and %d, want 200 and 412", got[0].status, got[1].status)
		}
		now := send(t, "GET", path, http.Header{}, "")
		if want := fmt.Sprintf(`"client %d"`, won); !strings.Contains(now.text(t), want) || now.header.Get("ETag") != `"2"` {
			t.Errorf("after client %d won: %s %s", won, now.header.Get("ETag"), now.text(t))
		}
	}
}

// oneCreates lets 20 clients put a row that is not there: one creates it, and the
// others replace it. Clients that only want to create it are refused, except for one.
func oneCreates(t *testing.T, base string) {
	t.Helper()
	for round := range 6 {
		statuses, header := map[int]int{}, http.Header{"Content-Type": {asJSON}}
		other := http.StatusOK
		if round%2 == 1 {
			header.Set("If-None-Match", "*")
			other = http.StatusPreconditionFailed
		}
		var mu sync.Mutex
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				r := send(t, "PUT", fmt.Sprintf("%s/api/v1/contacts/by-email/race%d@example.com", base, round), header.Clone(), `{"roles":[]}`)
				mu.Lock()
				defer mu.Unlock()
				statuses[r.status]++
			})
		}
		all.Wait()
		if statuses[http.StatusCreated] != 1 || statuses[other] != 19 {
			t.Errorf("statuses are %v, want one 201 and 19 times %d", statuses, other)
		}
	}
}

// noUpdateIsLost lets clients count in one field, each as often as it takes.
func noUpdateIsLost(t *testing.T, base string) {
	t.Helper()
	path := base + call(t, "POST", base+"/api/v1/books", asJSON, `{"title":"counted","price":"0"}`).header.Get("Location")
	const clients, each = 4, 10
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for done := 0; done < each; {
				read := send(t, "GET", path, http.Header{}, "")
				var book struct {
					Data struct{ Price json.Number }
				}
				if err := json.Unmarshal([]byte(read.text(t)), &book); err != nil {
					t.Error(err)
					return
				}
				count, _ := book.Data.Price.Int64()
				header := http.Header{"Content-Type": {asPatch}, "If-Match": {read.header.Get("ETag")}}
				switch r := send(t, "PATCH", path, header, fmt.Sprintf(`{"price":"%d"}`, count+1)); r.status {
				case http.StatusOK:
					done++
				case http.StatusPreconditionFailed:
				default:
					t.Errorf("got status %d: %s", r.status, r.text(t))
					return
				}
			}
		})
	}
	all.Wait()
	if got := send(t, "GET", path, http.Header{}, "").text(t); !strings.Contains(got, fmt.Sprintf(`"price":"%d"`, clients*each)) {
		t.Errorf("%d clients have counted to %d each: %s", clients, each, got)
	}
}

// demandsIfMatch checks a service with HTTP_REQUIRE_IF_MATCH.
func demandsIfMatch(t *testing.T, base string) {
	t.Helper()
	path := base + call(t, "POST", base+"/api/v1/books", asJSON, `{"title":"guarded"}`).header.Get("Location")
	for _, x := range []struct {
		method, match string
		status        int
	}{
		{"GET", "", http.StatusOK},
		{"PUT", "", http.StatusPreconditionRequired},
		{"PATCH", "", http.StatusPreconditionRequired},
		{"DELETE", "", http.StatusPreconditionRequired},
		{"PATCH", `"2"`, http.StatusPreconditionFailed},
		{"PATCH", `"1"`, http.StatusOK},
		{"DELETE", "*", http.StatusNoContent},
	} {
		header := http.Header{"Content-Type": {asJSON}}
		if x.match != "" {
			header.Set("If-Match", x.match)
		}
		if r := send(t, x.method, path, header, `{"title":"changed"}`); r.status != x.status {
			t.Errorf("%s with If-Match %s: got status %d, want %d: %s", x.method, x.match, r.status, x.status, r.text(t))
		}
	}
}
