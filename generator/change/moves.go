package change

import (
	"errors"
	"maps"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

// follow detects files that the owner has edited and a newer gen has moved or
// renamed. It moves them in the base, so that the edits are merged into the
// file at its new path.
//
// It does nothing without a newer gen. Within a release files do not move: a
// file that disappears belongs to a removed option, and a similar new one to
// another option.
func (b *planner) follow() error {
	if !b.Outdated() {
		return nil
	}
	gone, fresh := tree.Tree{}, tree.Tree{}
	edited := map[string]bool{}
	for _, name := range b.changed() {
		if isDerived(name) || record.IsOwn(name) || path.Dir(name) == migrations {
			continue
		}
		was, known := b.base[name]
		now, stays := b.theirs[name]
		ours, there, err := b.folder.Read(name)
		switch {
		case err != nil:
			return err
		case known && !stays:
			gone[name] = was
			edited[name] = there && !merge.Same(was.Data, ours.Data)
		case !known && !there:
			fresh[name] = now
		}
	}
	b.moves = map[string]string{}
	base := maps.Clone(b.base)
	for from := range gone.All() {
		if !edited[from] {
			continue
		}
		// Both must be the most similar file of each other.
		to := likest(from, gone[from], fresh)
		if to == "" || likest(to, fresh[to], gone) != from {
			continue
		}
		b.moves[to] = from
		base[to] = base[from]
		delete(base, from)
	}
	b.base = base
	return nil
}

// likest returns the name of the file that is most similar to f, or "" if none
// is similar enough. Of equally similar files it prefers one with the same
// base name.
func likest(name string, f tree.File, among tree.Tree) string {
	best, at := leastSimilar-1, ""
	for _, candidate := range slices.Sorted(maps.Keys(among)) {
		if path.Ext(candidate) != path.Ext(name) {
			continue
		}
		score := merge.Similarity(f.Data, among[candidate].Data)
		if score > best || score == best && path.Base(candidate) == path.Base(name) && path.Base(at) != path.Base(name) {
			best, at = score, candidate
		}
	}
	return at
}

// leastSimilar is the similarity in percent from which on a file counts as
// moved. It is the default of git.
const leastSimilar = 50

// moved returns the new path of a generated file that the owner has moved,
// which is the most similar of the owner's files, or "".
func (b *planner) moved(name string, was tree.File) (string, tree.File, error) {
	at, err := b.likest(name, was)
	if err != nil || at == "" {
		return "", tree.File{}, err
	}
	f := b.went[at]
	delete(b.went, at)
	return at, f, nil
}

// likest returns the path of the owner's file that is most similar to a
// missing one, or "".
func (b *planner) likest(name string, was tree.File) (string, error) {
	if err := b.findWent(); err != nil {
		return "", err
	}
	if path.Dir(name) == migrations {
		return "", nil // migrations resemble each other and are identified by their numbers
	}
	return likest(name, was, b.went), nil
}

// maxMoved is the size in bytes up to which files are considered as moved.
const maxMoved = 1 << 20

// unlessTooLarge returns nil for a file that is too large to be looked at.
func unlessTooLarge(err error) error {
	if errors.Is(err, disk.ErrTooLarge) {
		return nil
	}
	return err
}

// findWent reads the owner's files that have the extension of a missing one.
func (b *planner) findWent() error {
	if b.went != nil {
		return nil
	}
	b.went = tree.Tree{}
	extensions := map[string]bool{}
	for name := range b.base {
		_, there, err := b.folder.Read(name)
		if err != nil && !errors.Is(err, disk.ErrOccupied) {
			return err
		}
		if err == nil && !there {
			extensions[path.Ext(name)] = true
		}
	}
	return b.folder.Walk(func(name string) error {
		_, known := b.base[name]
		_, comes := b.theirs[name]
		moves := slices.Contains(slices.Collect(maps.Values(b.moves)), name)
		if known || comes || moves || !extensions[path.Ext(name)] {
			return nil
		}
		f, ok, err := b.ours(name)
		if ok && len(f.Data) <= maxMoved {
			b.went[name] = f
		}
		return unlessTooLarge(err)
	})
}
