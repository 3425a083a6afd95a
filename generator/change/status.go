package change

import (
	"errors"
	"regexp"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
)

// State is the state of a generated file in the project.
type State string

// The states of a generated file.
const (
	AsGenerated State = "generated"
	Changed     State = "changed"
	Deleted     State = "deleted"
	Moved       State = "moved"
	Conflicted  State = "conflict" // has conflict markers
)

// FileState is the state of a generated file.
type FileState struct {
	Path  string
	State State
	To    string // new path, if it was moved
}

// Status returns the states of all files of the last render, sorted by path,
// and reports whether gen.yaml has changed since.
func (p *Project) Status() (files []FileState, outOfStep bool, err error) {
	b := &planner{Project: p, base: p.base, module: p.Was.Module}
	for name, was := range p.base.All() {
		if name == spec.Path || record.IsOwn(name) {
			continue
		}
		s := FileState{Path: name, State: AsGenerated}
		f, there, err := p.folder.Read(name)
		switch {
		case errors.Is(err, disk.ErrOccupied):
			s.State = Changed
		case err != nil:
			return nil, false, err
		case !there:
			s.State = Deleted
			if s.To, _, err = b.moved(name, was); err != nil {
				return nil, false, err
			}
			if s.To != "" {
				s.State = Moved
			}
		case hasMarkers(f.Data):
			s.State = Conflicted
		case !merge.Same(was.Data, f.Data):
			s.State = Changed
		}
		files = append(files, s)
	}
	was, err := p.Was.Marshal(p.cat)
	if err != nil {
		return nil, false, err
	}
	now, err := p.Spec.Marshal(p.cat)
	return files, string(was) != string(now), err
}

// hasMarkers reports whether a file has a conflict in it, be it from gen or
// from git, whose markers are longer for files that both sides have renamed.
func hasMarkers(data []byte) bool { return markers.Match(data) }

var markers = regexp.MustCompile(`(?ms)^<{7,} .*^={7,}\r?$.*^>{7,} `)

// Count returns the number of files in one of the states.
func Count(files []FileState, states ...State) int {
	n := 0
	for _, f := range files {
		if slices.Contains(states, f.State) {
			n++
		}
	}
	return n
}
