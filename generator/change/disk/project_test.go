package disk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/gen-go/gen/generator/tree"
)

const rendered = `-- .gitignore --
.env
/bin/
-- README.md --
gen's
-- a.txt --
a
-- cmd/server/main.go --
package main
-- internal/x/x.go --
package x
-- internal/x/y.go --
package x
`

func parse(t testing.TB, text string) tree.Tree {
	t.Helper()
	out, err := tree.FromTxtar(txtar.Parse([]byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t testing.TB, dir string) tree.Tree {
	t.Helper()
	got, err := tree.FromFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func lay(t testing.TB, dir, text string) {
	t.Helper()
	for name, f := range parse(t, text).All() {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// same fails the test unless dir contains exactly want.
func same(t testing.TB, dir string, want tree.Tree) {
	t.Helper()
	if diff := tree.Compare(want, read(t, dir)); !diff.Empty() {
		t.Errorf("%s: %+v", dir, diff)
	}
}

func TestCreate(t *testing.T) {
	want := parse(t, rendered)
	for name, prepare := range map[string]func(dir string) error{
		"absent": func(string) error { return nil },
		"empty":  func(dir string) error { return os.Mkdir(dir, 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "with space")
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			if err := (Writer{}).Create(t.Context(), dir, want); err != nil {
				t.Fatal(err)
			}
			same(t, dir, want)
			onlyEntry(t, parent, "with space")
		})
	}
}

func onlyEntry(t testing.TB, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries of %s (-want +got):\n%s", dir, diff)
	}
}

func TestCreateRefusesAndLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	lay(t, parent, "-- full/x --\nmine\n-- file --\n")
	if err := (Writer{}).Create(t.Context(), filepath.Join(parent, "full"), parse(t, rendered)); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("got error %v, want one that says not empty", err)
	}
	if err := (Writer{}).Create(t.Context(), filepath.Join(parent, "file"), parse(t, rendered)); err == nil {
		t.Error("a file was replaced")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := (Writer{}).Create(ctx, filepath.Join(parent, "new"), parse(t, rendered)); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want context.Canceled", err)
	}
	onlyEntry(t, parent, "file", "full")
	same(t, filepath.Join(parent, "full"), parse(t, "-- x --\nmine\n"))
}

// A write that fails halfway, for example because the disk is full, leaves
// nothing behind.
func TestFailedCreateLeavesNothing(t *testing.T) {
	parent := t.TempDir()
	broken := parse(t, rendered)
	broken["internal/"+strings.Repeat("x", 300)] = tree.File{Mode: 0o644} // too long for a file name
	if err := (Writer{}).Create(t.Context(), filepath.Join(parent, "p"), broken); err == nil {
		t.Error("no error")
	}
	if _, err := (Writer{}).Lay(t.Context(), parent, broken); err == nil {
		t.Error("no error from Lay")
	}
	onlyEntry(t, parent)
}

func TestInspect(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "-- full/x --\n-- file --\n")
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]State{"absent": Absent, "empty": Empty, "full": Occupied} {
		if got, err := Inspect(filepath.Join(dir, name)); err != nil || got != want {
			t.Errorf("Inspect(%s) = %v, %v; want %v", name, got, err, want)
		}
	}
	refused := []string{"file", "no/such/parent"}
	if err := os.Symlink(t.TempDir(), filepath.Join(dir, "link")); err == nil {
		refused = append(refused, "link")
	} else if runtime.GOOS != "windows" {
		t.Fatal(err)
	}
	for _, name := range refused {
		if _, err := Inspect(filepath.Join(dir, name)); err == nil {
			t.Errorf("Inspect(%s) returned no error", name)
		}
	}
}

func TestConcurrentCreateHasOneWinner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "p")
	trees := make([]tree.Tree, 10)
	errs := make([]error, len(trees))
	var wg sync.WaitGroup
	for i := range trees {
		trees[i] = parse(t, rendered+fmt.Sprintf("-- who --\n%d\n", i))
		wg.Go(func() { errs[i] = Writer{}.Create(t.Context(), dir, trees[i]) })
	}
	wg.Wait()
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner >= 0:
			t.Fatal("two runs succeeded")
		case err == nil:
			winner = i
		case !strings.Contains(err.Error(), "not empty"):
			t.Errorf("a failed run returned %v, want an error that says not empty", err)
		}
	}
	if winner < 0 {
		t.Fatal("no run succeeded")
	}
	same(t, dir, trees[winner])
	onlyEntry(t, filepath.Dir(dir), "p")
}

func TestConcurrentLayHasOneWinner(t *testing.T) {
	dir := t.TempDir()
	trees := make([]tree.Tree, 10)
	errs := make([]error, len(trees))
	var wg sync.WaitGroup
	for i := range trees {
		trees[i] = parse(t, rendered+fmt.Sprintf("-- who --\n%d\n", i))
		wg.Go(func() { _, errs[i] = Writer{}.Lay(t.Context(), dir, trees[i]) })
	}
	wg.Wait()
	winners := 0
	for i, err := range errs {
		if err == nil {
			winners++
			same(t, dir, trees[i])
		}
	}
	if winners != 1 {
		t.Errorf("%d runs succeeded, want 1: %v", winners, errs)
	}
}

func TestLay(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "-- README.md --\nmine\n-- LICENSE --\nMIT\n-- .gitignore --\n*.log\n/bin/\n-- internal/mine.go --\npackage internal\n")
	o, err := Writer{}.Lay(t.Context(), dir, parse(t, rendered))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"README.md"}, o.Kept); diff != "" {
		t.Errorf("kept: %s", diff)
	}
	if diff := cmp.Diff([]string{".gitignore"}, o.Added); diff != "" {
		t.Errorf("added: %s", diff)
	}
	want := parse(t, strings.Replace(rendered, "gen's", "mine", 1)+"-- LICENSE --\nMIT\n-- internal/mine.go --\npackage internal\n")
	want[".gitignore"] = tree.File{Data: []byte("*.log\n/bin/\n.env\n"), Mode: 0o644}
	same(t, dir, want)
}

func TestLayListsEveryClashAndWritesNothing(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	const before = "-- a.txt --\nmine\n-- internal --\na file\n"
	lay(t, dir, before)
	clashes := []string{"a.txt", "internal/x/x.go", "internal/x/y.go"}
	if err := os.Symlink(outside, filepath.Join(dir, "cmd")); err == nil {
		clashes = append(clashes, "cmd/server/main.go")
	}
	slices.Sort(clashes)
	o, err := Writer{}.Lay(t.Context(), dir, parse(t, rendered))
	if !errors.Is(err, ErrClash) {
		t.Fatalf("got error %v, want ErrClash", err)
	}
	if diff := cmp.Diff(clashes, o.Clashes); diff != "" {
		t.Errorf("clashes (-want +got):\n%s", diff)
	}
	_ = os.Remove(filepath.Join(dir, "cmd"))
	same(t, dir, parse(t, before))
	onlyEntry(t, outside)
}

// Files that the owner changes between a kill and the next run are kept.
func TestRecoverySparesTheOwnersFiles(t *testing.T) {
	for at, lived := 1, false; !lived; at++ {
		dir := t.TempDir()
		lay(t, dir, "-- .gitignore --\n*.log\n")
		if lived = runCrash(t, "lay", dir, at); lived {
			break
		}
		own := parse(t, "-- .gitignore --\n*.log\nsecret.txt\n-- a.txt --\nmine\n-- cmd/server/main.go --\nmine\n")
		for name, f := range own.All() {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, err := Writer{}.Recover(dir)
		got := read(t, dir)
		for name, f := range own.All() {
			if string(got[name].Data) != string(f.Data) {
				t.Errorf("after a kill at step %d: %s was replaced (%v)", at, name, err)
			}
		}
		if _, err := os.Stat(filepath.Join(dir, inplaceDir)); err == nil {
			t.Errorf("after a kill at step %d: the staging directory still exists", at)
		}
	}
}

// crashAt is the environment variable that makes the test binary run as a
// child process and kill itself after this many changes of the disk.
const crashAt = "PROJECT_TEST_CRASH_AT"

func TestMain(m *testing.M) {
	if at, err := strconv.Atoi(os.Getenv(crashAt)); err == nil {
		os.Exit(crash(os.Args[1], os.Args[2], at))
	}
	os.Exit(m.Run())
}

// crash runs one write and kills the process at the given step, 0 meaning
// never. If it survives, it prints the number of steps.
func crash(verb, dir string, at int) int {
	steps := 0
	w := Writer{step: func() {
		if steps++; steps == at {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			if err != nil {
				panic(err)
			}
			select {}
		}
	}}
	t, err := tree.FromTxtar(txtar.Parse([]byte(rendered)))
	switch {
	case err != nil:
	case verb == "create":
		err = w.Create(context.Background(), dir, t)
	case verb == "change":
		err = w.Change(context.Background(), dir, changes())
	default:
		_, err = w.Lay(context.Background(), dir, t)
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(steps)
	return 0
}

// age sets the modification time of every entry of dir back by an hour.
func age(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	past := time.Now().Add(-time.Hour)
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(dir, e.Name()), past, past); err != nil {
			t.Fatal(err)
		}
	}
}

func runCrash(t *testing.T, verb, dir string, at int) (lived bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], verb, dir)
	cmd.Env = append(os.Environ(), crashAt+"="+strconv.Itoa(at))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.Exited()) {
		t.Fatalf("%s: %v\n%s", verb, err, out)
	}
	return err == nil
}

func TestKilledCreateLeavesNothingOrAll(t *testing.T) {
	want := parse(t, rendered)
	for at, lived := 1, false; !lived; at++ {
		parent := t.TempDir()
		dir := filepath.Join(parent, "p")
		if lived = runCrash(t, "create", dir, at); !lived {
			if _, err := os.Stat(dir); err == nil {
				same(t, dir, want)
				continue
			}
			// The next run succeeds and removes what was left, once it is old
			// enough.
			age(t, parent)
			if err := (Writer{}).Create(t.Context(), dir, want); err != nil {
				t.Fatalf("after a kill at step %d: %v", at, err)
			}
		}
		same(t, dir, want)
		onlyEntry(t, parent, "p")
	}
}

func TestKilledLayIsFinishedOrUndone(t *testing.T) {
	const before = "-- LICENSE --\nMIT\n"
	after := parse(t, rendered+before)
	untouched := 0
	for at, lived := 1, false; !lived; at++ {
		dir := t.TempDir()
		lay(t, dir, before)
		if lived = runCrash(t, "lay", dir, at); lived {
			same(t, dir, after)
			break
		}
		finished, err := Writer{}.Recover(dir)
		if err != nil {
			t.Fatalf("after a kill at step %d: %v", at, err)
		}
		if _, err := os.Stat(filepath.Join(dir, "a.txt")); err == nil {
			same(t, dir, after)
			continue
		}
		if finished {
			t.Errorf("after a kill at step %d: Recover returned true but the project is incomplete", at)
		}
		untouched++
		same(t, dir, parse(t, before))
	}
	if untouched == 0 {
		t.Error("no kill before the journal was written: both cases must occur")
	}
}

func TestRemoteModule(t *testing.T) {
	for remote, want := range map[string]string{
		"git@github.com:acme/myapi.git":         "github.com/acme/myapi",
		"https://github.com/acme/myapi.git":     "github.com/acme/myapi",
		"https://user:pw@example.com/a/b":       "example.com/a/b",
		"ssh://git@example.com:2222/acme/x.git": "example.com/acme/x",
		"/srv/git/myapi.git":                    "",
		"../other":                              "",
	} {
		dir := t.TempDir()
		lay(t, dir, "-- .git/config --\n[core]\n\tbare = false\n[remote \"origin\"]\n\turl = "+remote+"\n[branch \"main\"]\n")
		if got := RemoteModule(dir); got != want {
			t.Errorf("RemoteModule(%s) = %q, want %q", remote, got, want)
		}
	}
	if got := RemoteModule(t.TempDir()); got != "" {
		t.Errorf("RemoteModule without git = %q", got)
	}
}
