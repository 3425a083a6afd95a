package record

import (
	"errors"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/tree"
)

// Lock is the content of .gen/lock.yaml, which describes the last render.
type Lock struct {
	Generator string            // version of gen
	Spec      []byte            // gen.yaml without comments
	Files     map[string]string // path → hash
}

// maxLock limits the size of a lock, in bytes. One of the largest project has
// less than 200 kB.
const maxLock = 4 << 20

// ErrNewer is returned if the lock was written by a newer gen.
var ErrNewer = errors.New("was last changed by a newer gen")

// ReadLock parses a lock. The error wraps [ErrNewer] if a newer gen has
// written it.
func ReadLock(data []byte) (Lock, error) {
	var lock struct {
		Format    string
		Generator string
		Spec      yaml.Node
		Files     map[string]string
	}
	if len(data) > maxLock {
		return Lock{}, fmt.Errorf("read %s: %w: it is larger than %d MiB", LockPath, errDamaged, maxLock>>20)
	}
	if err := yaml.Load(data, &lock); err != nil {
		return Lock{}, fmt.Errorf("read %s: %w", LockPath, errDamaged)
	}
	if n, err := strconv.Atoi(lock.Format); err == nil && lock.Format != format && n > 1 {
		return Lock{}, fmt.Errorf("%s %w", LockPath, ErrNewer)
	}
	if lock.Format != format || lock.Generator == "" || lock.Spec.Kind != yaml.MappingNode || len(lock.Files) == 0 {
		return Lock{}, fmt.Errorf("read %s: %w", LockPath, errDamaged)
	}
	spec, err := yaml.Dump(&lock.Spec)
	if err != nil {
		return Lock{}, fmt.Errorf("read %s: %w", LockPath, errDamaged)
	}
	return Lock{Generator: lock.Generator, Spec: spec, Files: lock.Files}, nil
}

// Has reports whether the last render had a file with this content.
func (l Lock) Has(name string, data []byte) bool { return l.Files[name] == hash(data) }

// Describes reports whether the lock lists exactly the files of rendered, the
// record's own files aside, with their hashes.
func (l Lock) Describes(rendered tree.Tree) bool {
	n := 0
	for name, f := range rendered {
		if IsOwn(name) {
			continue
		}
		if l.Files[name] != hash(f.Data) {
			return false
		}
		n++
	}
	return n == len(l.Files)
}

// IsOwn reports whether name is the path of one of the record's own files.
func IsOwn(name string) bool {
	return name == LockPath || name == BasePath || name == IgnorePath || name == UndoPath
}
