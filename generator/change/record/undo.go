package record

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// Undo reverts one change of a project.
type Undo struct {
	Verb   string            // the command line of the change
	Before tree.Tree         // the files that were overwritten or removed
	After  map[string]string // hash of each file after the change, "" for removed ones
}

type manifest struct {
	Verb  string            `json:"verb"`
	After map[string]string `json:"after"`
}

// The archive has the files in one folder, and everything else beside it.
const (
	undoFolder   = "before/"
	undoManifest = "undo.json"
)

// Pack returns the archive for UndoPath.
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

// ReadUndo unpacks an archive.
func ReadUndo(data []byte) (Undo, error) {
	t, err := unpack(data)
	if err != nil {
		return Undo{}, fmt.Errorf("read %s: it is damaged: %w", UndoPath, err)
	}
	var m manifest
	if err := json.Unmarshal(t[undoManifest].Data, &m); err != nil {
		return Undo{}, fmt.Errorf("read %s: it is damaged: %w", UndoPath, err)
	}
	u := Undo{Verb: m.Verb, Before: tree.Tree{}, After: m.After}
	for name, f := range t {
		if name, ok := strings.CutPrefix(name, undoFolder); ok {
			u.Before[name] = f
		}
	}
	return u, nil
}
