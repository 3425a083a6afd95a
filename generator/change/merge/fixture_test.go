package merge

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expectations in testdata/merge")

// A fixture is a txtar archive of the files base, ours, theirs and want. Its
// comment may set the file name and options, and list the conflicts and kept
// insertions that the merge reports:
//
//	file: main.go
//	keep both
//	as git
//	conflict: 3-7 both sides insert here
//	both: 12-13
//
// In the files <CR> stands for a carriage return, <BOM> for a byte order mark,
// and <END> removes the newline after it.
type fixture struct {
	name                     string
	options                  Options
	asGit                    bool
	report                   []string
	base, ours, theirs, want string
}

func (f fixture) merge() Result {
	return File(f.name, []byte(f.base), []byte(f.ours), []byte(f.theirs), f.options)
}

var invisible = strings.NewReplacer("<CR>", "\r", "<BOM>", bom, "<END>\n", "")

func readFixture(t *testing.T, a *txtar.Archive) fixture {
	t.Helper()
	f := fixture{name: "text", options: labels}
	for line := range strings.Lines(string(a.Comment)) {
		line = strings.TrimSpace(line)
		key, value, _ := strings.Cut(line, ": ")
		switch key {
		case "file":
			f.name = value
		case "module":
			f.options.Module = value
		case "keep both":
			f.options.KeepBoth = true
		case "as git":
			f.asGit = true
		case "conflict", "both":
			f.report = append(f.report, line)
		default:
			if line != "" && !strings.HasPrefix(line, "#") {
				t.Fatalf("unknown option %q", line)
			}
		}
	}
	texts := []*string{&f.base, &f.ours, &f.theirs, &f.want}
	for i, name := range []string{"base", "ours", "theirs", "want"} {
		if len(a.Files) != len(texts) || a.Files[i].Name != name {
			t.Fatal("the files must be base, ours, theirs and want")
		}
		*texts[i] = invisible.Replace(string(a.Files[i].Data))
	}
	return f
}

func TestFixtures(t *testing.T) {
	paths, err := filepath.Glob("../../../testdata/merge/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := readFixture(t, a)
			r := f.merge()
			if *update {
				rewrite(t, path, a, r)
				return
			}
			if diff := cmp.Diff(f.want, string(r.Data)); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(f.report, report(r)); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
			if f.asGit {
				git := newGit(t)
				if want, _ := git.merge(f.base, f.ours, f.theirs); want != string(r.Data) {
					t.Errorf("differs from git (-git +got):\n%s", cmp.Diff(want, string(r.Data)))
				}
			}
		})
	}
}

// rewrite updates the expectations of a fixture.
func rewrite(t *testing.T, path string, a *txtar.Archive, r Result) {
	t.Helper()
	var comment []string
	for line := range strings.Lines(string(a.Comment)) {
		if !strings.HasPrefix(line, "conflict: ") && !strings.HasPrefix(line, "both: ") {
			comment = append(comment, line)
		}
	}
	for _, line := range report(r) {
		comment = append(comment, line+"\n")
	}
	a.Comment = []byte(strings.Join(comment, ""))
	want := strings.NewReplacer("\r", "<CR>", bom, "<BOM>").Replace(string(r.Data))
	if want != "" && !strings.HasSuffix(want, "\n") {
		want += "<END>\n"
	}
	a.Files[3].Data = []byte(want)
	if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

// report returns the lines of a fixture that list conflicts and kept
// insertions.
func report(r Result) []string {
	var lines []string
	for _, c := range r.Conflicts {
		lines = append(lines, fmt.Sprintf("conflict: %d-%d %s", c.First, c.Last, c.Reason))
	}
	for _, b := range r.Both {
		lines = append(lines, fmt.Sprintf("both: %d-%d", b.First, b.Last))
	}
	return lines
}
