package record

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// Undo is what is needed to undo a change of a project.
type Undo struct {
	Verb   string            // the command that made the change
	Before tree.Tree         // the overwritten and deleted files
	After  map[string]string // hash of each file after the change, "" if deleted
}

type manifest struct {
	Verb  string            `json:"verb"`
	After map[string]string `json:"after"`
}

// Layout of the archive: the files are in a directory next to the manifest.
const (
	undoFolder   = "before/"
	undoManifest = "undo.json"
)

// Pack returns the archive to be stored at [UndoPath].
func (u Undo) Pack() ([]byte, error) {
	data, err := json.Marshal(manifest{u.Verb, u.After})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", UndoPath, err)
	}
	t := tree.Tree{undoManifest: {Data: data, Mode: 0o644}}
	for name, f := range u.Before {
		t[undoFolder+name] = f
	}
	data, err = pack(t)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", UndoPath, err)
	}
	return data, nil
}

// ReadUndo parses an archive made by [Undo.Pack].
func ReadUndo(data []byte) (Undo, error) {
	t, err := unpack(data, maxBase)
	if err != nil {
		return Undo{}, fmt.Errorf("read %s: %w; it is only needed to undo the last change, so delete it", UndoPath, err)
	}
	var m manifest
	if err := json.Unmarshal(t[undoManifest].Data, &m); err != nil || !m.valid() {
		return Undo{}, fmt.Errorf("read %s: %w; it is only needed to undo the last change, so delete it", UndoPath, errDamaged)
	}
	u := Undo{Verb: m.Verb, Before: tree.Tree{}, After: m.After}
	for name, f := range t {
		if name, ok := strings.CutPrefix(name, undoFolder); ok {
			u.Before[name] = f
		}
	}
	return u, nil
}

// valid reports whether all paths are within a project.
func (m manifest) valid() bool {
	for name := range m.After {
		if !fs.ValidPath(name) || name == "." {
			return false
		}
	}
	return true
}
