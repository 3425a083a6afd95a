package change

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// paths returns the files that are merged: those that gen generates or has
// generated on one of the sides, and those to which owners have moved them.
func (m *branches) paths() map[string]bool {
	paths := m.all()
	maps.DeleteFunc(paths, func(name string, _ bool) bool { return isDerived(name) || isOwnOrSpec(name) })
	return paths
}

// all returns all files that the merge is about.
func (m *branches) all() map[string]bool {
	paths := map[string]bool{}
	for name := range m.rendered {
		paths[name] = true
	}
	for _, s := range []*side{m.base, m.ours, m.theirs} {
		for name := range s.base {
			paths[name] = true
		}
		for name := range s.on.plan.changes.Write {
			paths[name] = true
		}
		for _, name := range slices.Concat(s.on.plan.changes.Remove, s.former) {
			paths[name] = true
		}
	}
	delete(paths, record.UndoPath)
	return paths
}

func isOwnOrSpec(name string) bool { return name == spec.Path || record.IsOwn(name) }

// files plans the merged files.
func (m *branches) files(ctx context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(m.paths())) {
		if err := m.file(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

func (m *branches) file(ctx context.Context, name string) error {
	now, there, err := m.folder.Read(name)
	if errors.Is(err, disk.ErrOccupied) {
		m.result.conflict(name, 0, "is not a regular file, and gen writes no others")
		return nil
	}
	if err != nil {
		return err
	}
	v, both, err := m.join(name)
	if err != nil {
		return err
	}
	if there && isExecutable(now) == isExecutable(v.File) {
		v.Mode = now.Mode
	}
	if there != v.there || !bytes.Equal(now.Data, v.Data) {
		resolved, err := m.resolved(ctx, name, now, there)
		if err != nil {
			return err
		}
		if resolved {
			m.left[name] = true
			m.result.keep(name, "you have resolved it", now)
			return nil
		}
	}
	switch {
	case v.there:
		m.result.write(name, m.status(name, there, v), now, there, v.File)
		if len(both) > 0 {
			m.result.both[name] = both
		}
	case there:
		m.result.remove(name, now)
	}
	for _, c := range v.conflicts {
		m.result.conflict(name, c.Line, c.Reason)
	}
	return nil
}

// status returns what is said about a written file.
func (m *branches) status(name string, there bool, result version) Status {
	if !there {
		return Create
	}
	if now, generated := m.rendered[name]; generated && merge.Same(now.Data, result.Data) {
		return Update
	}
	return Merge
}

// mergeOptions returns the options for merging the two sides.
func (m *branches) mergeOptions(keepBoth bool) merge.Options {
	return merge.Options{KeepBoth: keepBoth, Module: m.next.Module, OursLabel: "ours", BaseLabel: "before", TheirsLabel: "theirs"}
}

// join merges a file: what the sides become with the merged gen.yaml or, if
// that has conflicts, the sides as they are.
func (m *branches) join(name string) (version, []merge.Lines, error) {
	var sides [3]version
	for i, s := range []*side{m.base, m.ours, m.theirs} {
		var err error
		if sides[i], err = s.after(name); err != nil && !errors.Is(err, disk.ErrOccupied) {
			return version{}, nil, err
		}
	}
	b, o, t := sides[0], sides[1], sides[2]
	switch {
	case t.same(b), t.same(o) && len(o.conflicts) <= len(t.conflicts):
		return m.unless(name, o)
	case o.same(b), o.same(t):
		return m.unless(name, t)
	case !o.there || !t.there:
		return m.unless(name, changedAndDeleted(o, t))
	}
	r := merge.File(name, b.Data, o.Data, t.Data, m.mergeOptions(true))
	m.again[name] = func() merge.Result { return merge.File(name, b.Data, o.Data, t.Data, m.mergeOptions(false)) }
	v := version{File: tree.File{Data: r.Data, Mode: o.Mode}, there: true, conflicts: conflictsIn(r, slices.Concat(o.conflicts, t.conflicts))}
	if isExecutable(o.File) == isExecutable(b.File) {
		v.Mode = t.Mode
	}
	if len(v.conflicts) > 0 {
		return m.unless(name, v)
	}
	return v, r.Both, nil
}

// changedAndDeleted returns the version of a file that one side has deleted and
// the other one changed.
func changedAndDeleted(ours, theirs version) version {
	v, reason := ours, "changed by ours, deleted by theirs"
	if !ours.there {
		v, reason = theirs, "deleted by ours, changed by theirs"
	}
	v.conflicts = []Conflict{{Reason: reason + ": delete it or keep it"}}
	return v
}

// conflictsIn returns the conflicts of a merged file: those of the merge, and
// those that the sides bring along, whose lines are found by their markers.
func conflictsIn(r merge.Result, brought []Conflict) []Conflict {
	var all []Conflict
	for _, c := range r.Conflicts {
		all = append(all, Conflict{Line: c.First, Reason: c.Reason})
	}
	if len(brought) == 0 {
		return all
	}
	n := 0
	for line := range strings.Lines(string(r.Data)) {
		n++
		if strings.HasPrefix(line, "<<<<<<< ") && !slices.ContainsFunc(all, func(c Conflict) bool { return c.Line == n }) {
			all = append(all, Conflict{Line: n, Reason: "changed by one side, and by gen for the other"})
		}
	}
	if len(all) == 0 { // about the whole file
		all = append(all, Conflict{Reason: brought[0].Reason})
	}
	slices.SortFunc(all, func(a, b Conflict) int { return cmp.Compare(a.Line, b.Line) })
	return all
}

// unless returns a merged file or, if it has conflicts, the merge of the sides
// as they are if that has none.
func (m *branches) unless(name string, v version) (version, []merge.Lines, error) {
	if len(v.conflicts) == 0 {
		return v, nil, nil
	}
	var text [3][]byte
	for i, s := range []*side{m.base, m.ours, m.theirs} {
		f, there, err := s.folder.Read(name)
		if err != nil || !there {
			return v, nil, err
		}
		text[i] = f.Data
	}
	r := merge.File(name, text[0], text[1], text[2], m.mergeOptions(true))
	now, generated := m.rendered[name]
	if len(r.Conflicts) > 0 || !generated {
		return v, nil, nil
	}
	b, o, t := m.base.base[name], m.ours.base[name], m.theirs.base[name]
	was := now // both sides were changed by gen, and the result has both changes
	switch {
	case same(t, b), same(o, t):
		was = o
	case same(o, b):
		was = t
	}
	onto := merge.File(name, was.Data, r.Data, now.Data, m.mergeOptions(true))
	if len(onto.Conflicts) > 0 {
		return v, nil, nil
	}
	v.Data, v.conflicts = onto.Data, nil
	return v, nil, nil
}

// resolved reports whether the user has changed a file since git stopped, so
// that it is no longer what git made of it.
func (m *branches) resolved(ctx context.Context, name string, now tree.File, there bool) (bool, error) {
	var v [3]tree.File
	var in [3]bool
	for i, s := range []*side{m.base, m.ours, m.theirs} {
		var err error
		if v[i], in[i], err = s.folder.Read(name); err != nil && !errors.Is(err, disk.ErrOccupied) {
			return false, err
		}
	}
	is := func(i int) bool { return there == in[i] && bytes.Equal(now.Data, v[i].Data) }
	switch {
	case slices.Contains(m.index.Unmerged, name):
		if is(0) || is(1) || is(2) || hasMarkers(now.Data) {
			return false, nil
		}
		staged, err := m.git.Staged(ctx, name) // also at a path to which git has moved it
		return !slices.ContainsFunc(staged, func(text []byte) bool { return there && bytes.Equal(text, now.Data) }), err
	case slices.Contains(m.index.Resolved, name), slices.Contains(m.index.Edited, name):
		return true, nil
	case is(1), is(2), !in[0] && (!in[1] || !in[2]): // what git takes if only one side has changed it, or a path to which it was moved
		return false, nil
	case !there || !in[1] || !in[2]:
		return true, nil
	case m.index.Auto != nil:
		return m.index.Merged[name] != m.index.Auto[name], nil
	}
	merged, clean, err := m.git.MergedText(ctx, v[0].Data, v[1].Data, v[2].Data)
	return !clean || !bytes.Equal(merged, now.Data), err
}
