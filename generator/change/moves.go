package change

import (
	"maps"
	"path"
	"slices"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/tree"
)

// follow finds the files that a newer gen has moved or renamed after their
// owner had edited them, so that the edits go where the file went: in the base,
// such a file stands in its new place.
//
// Within one release a file that is gone belongs to an option that is gone, and
// the one that resembles it to another.
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
		// The place has to be the likest for the file, and the file for the place.
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

// likest returns the name of the file that is most like one with a name, ""
// if none is like it. Of equally alike ones the base name decides.
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
