package change_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// A repaired record is the one that was damaged, from whichever of its files
// is sound.
func TestRepairPrefersWhatIsSound(t *testing.T) {
	cat := small()
	rendered, err := change.New(cat, &spec.Spec{Name: "nothing", Module: "nothing"})
	if err != nil {
		t.Fatal(err)
	}
	lock, base := rendered[record.LockPath].Data, rendered[record.BasePath].Data
	flipped := bytes.Clone(base)
	flipped[len(flipped)/2] ^= 1
	huge := append(bytes.Clone(base[:10]), make([]byte, 100_000)...)
	hash := regexp.MustCompile(`sha256:\w`)
	older := bytes.Replace(lock, []byte("generator: "+cat.Version), []byte("generator: 0.0.1"), 1)
	for _, tt := range []struct {
		name       string
		lock, base []byte
		from       string // "" if it cannot be repaired
		says       string
	}{
		{"flipped bit in the base", lock, flipped, record.LockPath, ""},
		{"empty archive", lock, archived(t, nil), record.LockPath, ""},
		{"another archive", lock, archived(t, map[string]string{"gen.yaml": "name: other\n"}), record.LockPath, ""},
		{"an archive that is too long", lock, huge, record.LockPath, ""},
		{"no base", lock, nil, record.LockPath, ""},
		{"changed hash", hash.ReplaceAll(lock, []byte("sha256:0")), base, record.BasePath, ""},
		{"no lock", nil, base, record.BasePath, ""},
		{"rubbish", []byte("{"), []byte("{"), "gen.yaml", ""},
		{"nothing", nil, nil, "gen.yaml", ""},
		{"both changed", hash.ReplaceAll(lock, []byte("sha256:0")), flipped, "", "is not as gen wrote it; read .gen/base.tar.gz: damaged: restore .gen from git or, to rebuild the record from gen.yaml, delete .gen/lock.yaml and run gen repair again"},
		{"lock of an older gen that lists other files", hash.ReplaceAll(older, []byte("sha256:0")), flipped, "", "delete .gen/lock.yaml and run gen repair again"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "p")
			if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
				t.Fatal(err)
			}
			for name, data := range map[string][]byte{record.LockPath: tt.lock, record.BasePath: tt.base} {
				replaced(t, filepath.Join(dir, name), data)
			}
			r, err := change.Repair(t.Context(), cat, dir)
			if tt.from == "" {
				if err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Fatalf("got %+v, %v; want an error that says: %s", r, err, tt.says)
				}
				replaced(t, filepath.Join(dir, record.LockPath), nil) // as the error says
				r, err = change.Repair(t.Context(), cat, dir)
				tt.from = "gen.yaml"
			}
			if err != nil || r.From != tt.from {
				t.Fatalf("got %+v, %v; want it from %s", r, err, tt.from)
			}
			got, err := tree.FromFS(os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			if diff := tree.Compare(rendered, got); !diff.Empty() {
				t.Errorf("the repaired project differs: %+v", diff)
			}
			if again, err := change.Repair(t.Context(), cat, dir); err != nil || !again.Whole {
				t.Errorf("a second repair: %+v, %v", again, err)
			}
		})
	}
}

// A directory in the place of a file of the record is named.
func TestRepairNamesWhatIsInTheWay(t *testing.T) {
	cat := small()
	rendered, err := change.New(cat, &spec.Spec{Name: "nothing", Module: "nothing"})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "p")
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	replaced(t, filepath.Join(dir, record.LockPath), nil)
	if err := os.Mkdir(filepath.Join(dir, record.LockPath), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err = change.Repair(t.Context(), cat, dir)
	if want := ".gen/lock.yaml is not a regular file: delete it and run gen repair again"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
}

// A file of the record that is too large to be read is named, and nothing else is
// changed.
func TestRepairDoesNotReadHugeFiles(t *testing.T) {
	cat := small()
	rendered, err := change.New(cat, &spec.Spec{Name: "nothing", Module: "nothing"})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "p")
	if err := (disk.Writer{}).Create(t.Context(), dir, rendered); err != nil {
		t.Fatal(err)
	}
	base := filepath.Join(dir, record.BasePath)
	if err := os.Truncate(base, 1<<40); err != nil {
		t.Skip(err) // no sparse files
	}
	_, err = change.Repair(t.Context(), cat, dir)
	if want := ".gen/base.tar.gz is larger than 300 MiB, the most that gen reads: delete it and run gen repair again"; err == nil || err.Error() != want {
		t.Fatalf("got error %v, want %s", err, want)
	}
	replaced(t, base, nil)
	if r, err := change.Repair(t.Context(), cat, dir); err != nil || r.From != record.LockPath {
		t.Errorf("got %+v, %v", r, err)
	}
}

// replaced writes a file, or removes it if data is nil.
func replaced(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if data == nil {
		return
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// archived returns an archive of files.
func archived(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	zw := gzip.NewWriter(&b)
	tw := tar.NewWriter(zw)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := tw.WriteHeader(&tar.Header{Name: name, Size: int64(len(files[name])), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := tw.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := tw.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
