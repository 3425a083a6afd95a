package change

import (
	"path"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/tree"
)

// leastSimilar is the similarity in percent from which a file counts as moved, as
// in git.
const leastSimilar = 50

// moved looks for a generated file that the owner has moved: the most similar of
// the owner's own files.
func (b *planner) moved(name string, was tree.File) (string, tree.File, error) {
	at, err := b.likest(name, was)
	if err != nil || at == "" {
		return "", tree.File{}, err
	}
	f := b.went[at]
	delete(b.went, at)
	return at, f, nil
}

// likest returns the path of the owner's file that is most similar to a missing
// one.
func (b *planner) likest(name string, was tree.File) (string, error) {
	if err := b.findWent(); err != nil {
		return "", err
	}
	best, at := leastSimilar-1, ""
	for candidate, f := range b.went.All() {
		if path.Ext(candidate) != path.Ext(name) || path.Dir(name) == migrations {
			continue // migrations are similar, and each is identified by its number
		}
		score := merge.Similarity(was.Data, f.Data)
		if score > best || score == best && path.Base(candidate) == path.Base(name) && path.Base(at) != path.Base(name) {
			best, at = score, candidate
		}
	}
	return at, nil
}

// maxMoved is the size up to which files are compared with missing ones.
const maxMoved = 1 << 20

// findWent reads the owner's own files that have the extension of a missing one.
func (b *planner) findWent() error {
	if b.went != nil {
		return nil
	}
	b.went = tree.Tree{}
	extensions := map[string]bool{}
	for name := range b.base {
		if _, there, err := b.folder.Read(name); err == nil && !there {
			extensions[path.Ext(name)] = true
		}
	}
	return b.folder.Walk(func(name string) error {
		_, known := b.base[name]
		_, comes := b.theirs[name]
		if known || comes || !extensions[path.Ext(name)] {
			return nil
		}
		f, ok, err := b.folder.Read(name)
		if ok && len(f.Data) <= maxMoved {
			b.went[name] = f
		}
		return err
	})
}
