package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

// TestPlans tests that filtered lists, and pages in the middle of a list of
// 200,000 rows, are read from an index: that a database reads few rows for each,
// and sorts none, also where one row in ten is deleted softly. Its queries are those
// of a generated store.
func TestPlans(t *testing.T) {
	if testing.Short() {
		t.Skip("fills whole tables")
	}
	eachDatabase(t, func(t *testing.T, database layer.Layer) {
		server, remote := servers[database.Name]
		if !remote {
			t.Skip("SQLite does not tell how many rows it reads")
		}
		for _, softDelete := range []bool{false, true} {
			dir, env := withParts(t, database.Name, server, softDelete)
			testPlans(t, dir, env)
		}
	})
}

// withParts returns a compiled project with a table of parts on a server, and the
// environment of its programs.
func withParts(tb testing.TB, database string, server server, softDelete bool) (dir string, env []string) {
	tb.Helper()
	condition, deletion := "", "SELECT 1"
	if softDelete {
		condition, deletion = `, sqlCondition{text: "deleted_at IS NULL"}`, "UPDATE parts SET deleted_at = updated_at WHERE id % 10 = 9"
	}
	dir = write(tb, choice{"database": database}, fmt.Sprintf("part softdelete=%t ", softDelete)+
		"name:string:required,search kind:enum(a|b|c):index,required price:int:required,index stock:int:index code:string:required,unique")
	compile(tb, dir)
	env = server.newDatabase(tb, dir)
	runEnv(tb, dir, env, "bin/server", "migrate", "up")
	for _, name := range []string{"plans_test.go", "plans_" + database + "_test.go"} {
		source, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
		if err != nil {
			tb.Fatal(err)
		}
		text := strings.NewReplacer("MODULE", "example.com/myapi", ", CONDITION", condition, "DELETION", deletion).Replace(string(source))
		if err := os.WriteFile(filepath.Join(dir, "internal", "store", name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return dir, env
}

// testPlans fills the table and examines the plans of queries.
func testPlans(tb testing.TB, dir string, env []string) {
	tb.Helper()
	_, dsn, _ := strings.Cut(env[0], "=")
	runEnv(tb, dir, []string{"PLANS_DSN=" + dsn}, "go", "test", "./internal/store", "-run", "^TestPlans$", "-count=1")
}

// BenchmarkPlans measures lists of 200,000 rows: the first page, one in the middle,
// and filtered ones.
func BenchmarkPlans(b *testing.B) {
	for _, database := range []string{"postgres", "mysql"} {
		b.Run(database, func(b *testing.B) {
			server := servers[database]
			server.need(b)
			dir, env := withParts(b, database, server, false)
			testPlans(b, dir, env)
			service := startQuietly(b, dir, env...)
			middle := middleOf(b, service.public, "sort=price")
			target := service.target(b) // last, as idle connections are closed
			for _, m := range []struct{ name, query string }{
				{"first", "sort=price"},
				{"middle", "sort=price&cursor=" + middle},
				{"enum", "kind=b"},
				{"range", "price[gte]=33000&price[lt]=33100&sort=price"},
				{"null", "stock[null]=true"},
				{"prefix", "code[prefix]=code-10000&sort=code"},
			} {
				var all []figures
				for range rounds {
					all = append(all, measure(b, target, duration, http.StatusOK, get("/api/v1/parts?"+m.query)))
				}
				report(b, m.name+"-", all)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// middleOf returns the cursor of a page in the middle of a list.
func middleOf(b *testing.B, public, query string) string {
	b.Helper()
	cursor := ""
	for range 1000 {
		body := call(b, "GET", public+"/api/v1/parts?"+query+"&limit=100"+cursor, "", "").body
		_, rest, _ := strings.Cut(body, `"next_cursor":"`)
		next, _, found := strings.Cut(rest, `"`)
		if !found {
			b.Fatalf("no further page: %.200s", body)
		}
		cursor = "&cursor=" + next
	}
	return strings.TrimPrefix(cursor, "&cursor=")
}
