package change

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/modules"
	"github.com/gen-go/gen/generator/tree"
)

// derived plans the files that are computed from the merged ones.
func (m *branches) derived(ctx context.Context) error {
	docs, err := m.documents()
	if err != nil {
		return err
	}
	for _, name := range docs.Paths() {
		if err := m.derivedFile(ctx, name, docs[name].Data); err != nil {
			return err
		}
	}
	files, err := m.moduleFiles()
	if err != nil {
		return err
	}
	if err := m.derivedFile(ctx, "go.mod", files.GoMod); err != nil {
		return err
	}
	return m.derivedFile(ctx, "go.sum", files.GoSum)
}

// derivedFile plans a file with its computed content, or its removal if there is
// none.
func (m *branches) derivedFile(ctx context.Context, name string, data []byte) error {
	now, there, err := m.folder.Read(name)
	if err != nil || there && string(now.Data) == string(data) || !there && len(data) == 0 {
		return err
	}
	resolved, err := m.resolved(ctx, name, now, there)
	if err != nil {
		return err
	}
	f := tree.File{Data: data, Mode: now.Mode}
	switch {
	case resolved:
		m.left[name] = true
		m.result.keep(name, "you have resolved it", now)
	case len(data) == 0:
		m.result.remove(name, now)
	case !there:
		f.Mode = 0o644
		m.result.write(name, Create, now, false, f)
	default:
		m.result.write(name, Update, now, true, f)
	}
	return nil
}

// documents returns the API documents, with an empty content for those that are
// gone.
func (m *branches) documents() (tree.Tree, error) {
	docs := tree.Tree{}
	for _, name := range documentNames() {
		f, generated := m.rendered[name]
		_, inOurs := m.ours.commit.Blob(name)
		_, inTheirs := m.theirs.commit.Blob(name)
		_, known := m.base.base[name]
		switch {
		case generated && (inOurs && inTheirs || !known): // and no side has deleted it
			docs[name] = f
		case !generated && known:
			docs[name] = tree.File{}
		}
	}
	owners, err := m.ownersGo()
	if err != nil || !owners || len(docs) == 0 {
		return docs, err
	}
	files, err := m.result.goFiles()
	if err != nil {
		return nil, err
	}
	all, broken, err := documentsOf(m.next.Module, files)
	if err != nil {
		return nil, err
	}
	if broken != nil {
		m.result.plan.Notes = append(m.result.plan.Notes, "docs/ lacks your own routes because of errors in the code: run make docs once they are fixed")
	}
	for name, f := range docs {
		if made, ok := all[name]; ok && len(f.Data) > 0 {
			docs[name] = made
		}
	}
	return docs, nil
}

// ownersGo reports whether the merged project has Go code that gen has not
// generated.
func (m *branches) ownersGo() (bool, error) {
	files, err := m.result.goFiles()
	if err != nil {
		return false, err
	}
	for name, f := range files {
		if was, known := m.rendered[name]; !isDocument(name) && (!known || !merge.Same(was.Data, f.Data)) {
			return true, nil
		}
	}
	for name := range m.rendered {
		if _, there := files[name]; path.Ext(name) == ".go" && !there {
			return true, nil
		}
	}
	return false, nil
}

// moduleFiles merges go.mod and go.sum: each side is brought to the
// requirements of the merged project, and then what owners have changed is
// merged.
func (m *branches) moduleFiles() (modules.Files, error) {
	var sides [3]modules.Files
	var spare []string
	for i, s := range []*side{m.base, m.ours, m.theirs} {
		own := tree.Tree{}
		for _, name := range []string{"go.mod", "go.sum"} {
			f, there, err := s.folder.Read(name)
			if err != nil {
				return modules.Files{}, err
			}
			if there {
				own[name] = f
			}
		}
		if _, there := own["go.mod"]; !there {
			return modules.Files{}, errors.New("go.mod is missing on one side: restore it there first")
		}
		var err error
		if sides[i], spare, err = modules.Merge(moduleFilesOf(s.base), moduleFilesOf(own), moduleFilesOf(m.rendered), m.result.uses); err != nil {
			return modules.Files{}, err
		}
	}
	merged, more, err := modules.Merge(sides[0], sides[1], sides[2], m.result.uses)
	m.result.spare(append(spare, more...))
	return merged, err
}

// check type-checks the merged project if its owners have written Go code. An
// error that none of the sides has is a conflict.
func (m *branches) check(ctx context.Context) error {
	b := m.result
	note := func(text string) { b.plan.Notes = append(b.plan.Notes, text) }
	unresolved, err := m.unresolvedGo()
	if err != nil {
		return err
	}
	owners, err := m.ownersGo()
	switch {
	case err != nil, !owners, m.options.NoCheck:
		return err
	case b.conflictsInGo(), unresolved:
		note("the code is not type-checked because of the conflicts in it")
		return nil
	}
	if m.options.Checking != nil {
		m.options.Checking()
	}
	errs, err := m.newErrors(ctx)
	if errors.Is(err, disk.ErrUncheckable) {
		note(err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range m.separate(errs) {
		b.conflict(e.Path, e.Line, "no longer compiles: "+e.Message)
	}
	return nil
}

// unresolvedGo reports whether there are conflicts in Go files that gen leaves
// as they are.
func (m *branches) unresolvedGo() (bool, error) {
	if slices.ContainsFunc(m.index.Unmerged, func(name string) bool { return path.Ext(name) == ".go" && !m.paths()[name] && !isDocument(name) }) {
		return true, nil
	}
	files, err := m.result.goFiles()
	for _, f := range files {
		if hasMarkers(f.Data) {
			return true, err
		}
	}
	return false, err
}

// newErrors returns the errors of the merged project that no side has.
func (m *branches) newErrors(ctx context.Context) ([]disk.CodeError, error) {
	files, err := m.result.goFiles()
	if err != nil {
		return nil, err
	}
	errs, err := m.result.codeErrors(ctx, files, m.result.plan.changes.Write)
	if err != nil || len(errs) == 0 {
		return nil, err
	}
	for _, s := range []*side{m.ours, m.theirs} {
		files, err := s.folder.GoFiles()
		if err != nil {
			return nil, err
		}
		written := tree.Tree{}
		for _, name := range []string{"go.mod", "go.sum"} {
			if written[name], _, err = s.folder.Read(name); err != nil {
				return nil, err
			}
		}
		known, err := m.result.codeErrors(ctx, files, written)
		if err != nil {
			return nil, err
		}
		errs = slices.DeleteFunc(errs, func(e disk.CodeError) bool {
			return slices.ContainsFunc(known, func(o disk.CodeError) bool { return o.Path == e.Path && o.Message == e.Message })
		})
	}
	return errs, nil
}

// separate turns insertions of both sides that do not compile into conflicts,
// and returns the remaining errors.
func (m *branches) separate(errs []disk.CodeError) []disk.CodeError {
	b := m.result
	for _, name := range slices.Sorted(maps.Keys(b.both)) {
		within := func(e disk.CodeError) bool {
			return e.Path == name && slices.ContainsFunc(b.both[name], func(l merge.Lines) bool { return l.First <= e.Line && e.Line <= l.Last })
		}
		at := slices.IndexFunc(errs, within)
		if at < 0 || m.again[name] == nil {
			continue
		}
		r := m.again[name]()
		for _, c := range r.Conflicts {
			b.conflict(name, c.First, fmt.Sprintf("%s; both together do not compile: %s", c.Reason, errs[at].Message))
		}
		errs = slices.DeleteFunc(errs, func(e disk.CodeError) bool { return e.Path == name })
		i := slices.IndexFunc(b.plan.Files, func(f FileChange) bool { return f.Path == name })
		b.plan.Files[i].After = r.Data
		b.plan.changes.Write[name] = tree.File{Data: r.Data, Mode: b.plan.changes.Write[name].Mode}
	}
	return errs
}
