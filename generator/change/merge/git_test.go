package merge

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

var labels = Options{OursLabel: "yours", BaseLabel: "generated before", TheirsLabel: "generated now"}

// A git runs git merge-file in a directory of its own.
type git struct {
	t   testing.TB
	dir string
}

func newGit(t testing.TB) git {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	return git{t, t.TempDir()}
}

// merge returns git's result and whether it has conflicts.
func (g git) merge(base, ours, theirs string) (string, bool) {
	for name, text := range map[string]string{"base": base, "ours": ours, "theirs": theirs} {
		if err := os.WriteFile(filepath.Join(g.dir, name), []byte(text), 0o644); err != nil {
			g.t.Error(err)
		}
	}
	cmd := exec.Command("git", "merge-file", "-p", "--diff3",
		"-L", labels.OursLabel, "-L", labels.BaseLabel, "-L", labels.TheirsLabel, "ours", "base", "theirs")
	cmd.Dir = g.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull}
	out, err := cmd.Output()
	// The exit code is the number of conflicts, or above 127 for an error.
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() < 1 || exit.ExitCode() > 127) {
		g.t.Errorf("git merge-file: %v", err)
	}
	return string(out), err != nil
}

// Git is the reference: a merge that conflicts in git must conflict here,
// except for insertions that are kept, and a merge without conflicts in both
// must have the same result.
func TestAsGit(t *testing.T) {
	merges := 10_000
	if testing.Short() {
		merges = 500
	}
	if _, err := os.Stat("/dev/shm"); err == nil {
		t.Setenv("TMPDIR", "/dev/shm") // the test writes tens of thousands of small files
	}
	files := newCorpus(t, "*.go", "*.yaml", "*.yml", "*.md", "Makefile", "Dockerfile", "*.example")
	var count tally
	var next atomic.Int64
	var workers sync.WaitGroup
	for range 2 * runtime.GOMAXPROCS(0) { // half of them wait for git
		g := newGit(t)
		workers.Go(func() {
			for seed := next.Add(1); seed <= int64(merges); seed = next.Add(1) {
				base, ours, theirs := files.texts(rand.New(rand.NewPCG(1, uint64(seed))))
				count.judge(g, seed, base, ours, theirs)
			}
		})
	}
	workers.Wait()
	same := float64(count.same.Load()) / float64(merges)
	t.Logf("%d merges: %.2f%% equal to git's, %d without conflict, %d more with KeepBoth", merges, 100*same, count.clean.Load(), count.kept.Load())
	t.Logf("%d conflicts where git has none, %d of a different extent", count.careful.Load(), count.extent.Load())
	if same < 0.99 {
		t.Error("too many merges differ from git's")
	}
}

type tally struct{ same, clean, careful, extent, kept atomic.Int64 }

func (n *tally) judge(g git, seed int64, base, ours, theirs string) {
	want, conflicts := g.merge(base, ours, theirs)
	got := Text([]byte(base), []byte(ours), []byte(theirs), labels)
	same := string(got.Data) == want
	switch clean := len(got.Conflicts) == 0; {
	case clean && conflicts:
		g.t.Errorf("merge %d has no conflict; git's has:\n%s", seed, want)
	case clean && !same:
		g.t.Errorf("merge %d differs from git's, both without conflict", seed)
	case clean:
		n.clean.Add(1)
	case !conflicts:
		n.careful.Add(1)
	case !same:
		n.extent.Add(1)
	}
	if same {
		n.same.Add(1)
	}
	both := labels
	both.KeepBoth = base != ""
	kept := Text([]byte(base), []byte(ours), []byte(theirs), both)
	if same && string(kept.Data) != keepBoth(want) {
		g.t.Errorf("merge %d: kept insertions differ from git's", seed)
	}
	if len(kept.Conflicts) == 0 && len(got.Conflicts) > 0 {
		n.kept.Add(1)
		if strings.Contains(keepBoth(want), "<<<<<<< ") {
			g.t.Errorf("merge %d keeps more than insertions and adjacent lines", seed)
		}
	}
}

// keepBoth resolves the conflicts of a merged text in which an insertion meets
// another insertion or a change around it.
func keepBoth(text string) string {
	var out strings.Builder
	const outside = 3
	part, parts := outside, [4][]string{} // ours, base, theirs
	begin := map[string]int{"<<<<<<< " + labels.OursLabel: 0, "||||||| " + labels.BaseLabel: 1, "=======": 2, ">>>>>>> " + labels.TheirsLabel: outside}
	var conflict []string
	for _, line := range split(text) {
		next, isMarker := begin[strings.TrimSuffix(line, "\n")]
		switch {
		case !isMarker && part == outside:
			out.WriteString(line)
			continue
		case isMarker && next == 0:
			conflict, parts = nil, [4][]string{}
		case !isMarker:
			parts[part] = append(parts[part], line)
		}
		conflict = append(conflict, line)
		if isMarker {
			part = next
		}
		if part != outside {
			continue
		}
		if len(parts[1]) == 0 {
			conflict = join(lines(parts[0]), lines(parts[2]))
		} else if out, ok := insert(lines(parts[1]), lines(parts[0]), lines(parts[2])); ok {
			conflict = out
		}
		out.WriteString(strings.Join(conflict, ""))
	}
	return out.String()
}

func lines(text []string) version { return version{text: text, key: text} }
