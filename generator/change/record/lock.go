package record

import (
	"errors"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/tree"
)

// Lock is the content of .gen/lock.yaml.
type Lock struct {
	Generator string            // the version of gen of the last render
	Spec      []byte            // gen.yaml as rendered, without comments
	Files     map[string]string // path → hash
}

// ErrNewer is returned for a lock that a newer gen has written.
var ErrNewer = errors.New("was last changed by a newer gen")

// ReadLock parses a lock.
func ReadLock(data []byte) (Lock, error) {
	var lock struct {
		Format    string
		Generator string
		Spec      yaml.Node
		Files     map[string]string
	}
	if err := yaml.Load(data, &lock); err != nil {
		return Lock{}, fmt.Errorf("read %s: it is damaged: %w", LockPath, err)
	}
	if n, err := strconv.Atoi(lock.Format); err == nil && lock.Format != format && n > 1 {
		return Lock{}, fmt.Errorf("%s %w", LockPath, ErrNewer)
	}
	if lock.Format != format || lock.Generator == "" || lock.Spec.Kind != yaml.MappingNode || len(lock.Files) == 0 {
		return Lock{}, fmt.Errorf("read %s: it is damaged", LockPath)
	}
	spec, err := yaml.Dump(&lock.Spec)
	if err != nil {
		return Lock{}, fmt.Errorf("read %s: %w", LockPath, err)
	}
	return Lock{Generator: lock.Generator, Spec: spec, Files: lock.Files}, nil
}

// Describes reports whether a rendered tree has exactly the files of the lock.
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

// IsOwn reports whether a path is a file of the record.
func IsOwn(name string) bool {
	return name == LockPath || name == BasePath || name == IgnorePath || name == UndoPath
}
