package change

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/disk"
	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/change/record"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// files plans the files that differ between the renders and are merged.
func (b *planner) files() error {
	for _, name := range b.changed() {
		if isDerived(name) || name == spec.Path || record.IsOwn(name) {
			continue
		}
		if err := b.file(name); err != nil {
			return err
		}
	}
	return nil
}

// file plans a file that differs between the renders.
func (b *planner) file(name string) error {
	was, known := b.base[name]
	now, stays := b.theirs[name]
	from, moved := b.moves[name]
	ours, there, err := b.ours(cmp.Or(from, name))
	switch {
	case errors.Is(err, disk.ErrOccupied):
		b.conflict(name, 0, "is not a regular file, and gen writes no others")
		return nil
	case err != nil:
		return err
	case !there && known:
		return b.gone(name, was, now, stays)
	case !there:
		b.write(name, Create, tree.File{}, false, now)
	case !stays && merge.Same(was.Data, ours.Data):
		b.remove(name, ours)
	case !stays:
		b.keep(name, "gen no longer generates it; you have changed it", ours)
		b.conflict(name, 0, "gen no longer generates it, and you have changed it: delete it or keep it as your own")
	default:
		b.merge(name, was, ours, now)
	}
	if moved {
		b.remove(from, ours)
		b.plan.Files[len(b.plan.Files)-1].Reason = "moved to " + name
	}
	return nil
}

// gone plans a generated file that is missing in the project.
func (b *planner) gone(name string, was, now tree.File, stays bool) error {
	to, ours, err := b.moved(name, was)
	if err != nil {
		return err
	}
	switch {
	case to != "" && stays:
		b.note("%s: recognized as %s, which you moved", to, name)
		b.merge(to, was, ours, now)
	case to != "":
		b.keep(to, "gen no longer generates it; you moved it here from "+name, ours)
		b.conflict(to, 0, fmt.Sprintf("gen no longer generates %s, which you moved here: delete it or keep it as your own", name))
	case stays:
		b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Keep, Reason: "you deleted it; gen would have changed it"})
	}
	return nil
}

// merge plans a file with the changes of both the owner and gen.
func (b *planner) merge(name string, was, ours, now tree.File) {
	yours := b.reworded(name, ours)
	result := merge.File(name, was.Data, yours.Data, now.Data, b.mergeOptionsOf(true))
	merged := tree.File{Data: result.Data, Mode: ours.Mode}
	if now.Mode != was.Mode && was.Mode != 0 {
		merged.Mode = now.Mode
	}
	status := Merge
	if merge.Same(was.Data, yours.Data) {
		status = Update
	}
	if len(result.Both) > 0 {
		b.both[name] = result.Both
	}
	b.write(name, status, ours, true, merged)
	for _, c := range result.Conflicts {
		b.conflict(name, c.First, c.Reason)
	}
}

// The labels of the three sides in conflict markers.
const (
	oursLabel   = "yours"
	baseLabel   = "generated before"
	theirsLabel = "generated now"
)

func (p *Project) mergeOptions(keepBoth bool) merge.Options {
	return merge.Options{KeepBoth: keepBoth, Module: p.Spec.Module, OursLabel: oursLabel, BaseLabel: baseLabel, TheirsLabel: theirsLabel}
}

// mergeOptionsOf returns those for the files of the plan.
func (b *planner) mergeOptionsOf(keepBoth bool) merge.Options {
	o := b.mergeOptions(keepBoth)
	o.Module = b.module
	return o
}

// write plans a file with new content, unless it has that content already.
func (b *planner) write(name string, status Status, before tree.File, there bool, after tree.File) {
	if f, ok := b.onDisk[name]; ok {
		before = f
	}
	if there && same(before, after) && b.moves[name] == "" {
		return
	}
	b.plan.changes.Write[name] = after
	change := FileChange{Path: name, From: b.moves[name], Status: status, After: after.Data}
	if change.From != "" {
		change.Reason = "moved from " + change.From
	}
	if there {
		change.Before = before.Data
	}
	if there && change.From == "" {
		b.plan.changes.Before[name] = disk.Hash(before.Data)
	}
	b.plan.Files = append(b.plan.Files, change)
}

func (b *planner) remove(name string, before tree.File) {
	if f, ok := b.onDisk[name]; ok {
		before = f
	}
	b.plan.changes.Remove = append(b.plan.changes.Remove, name)
	b.plan.changes.Before[name] = disk.Hash(before.Data)
	b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Delete, Before: before.Data})
}

func (b *planner) keep(name, reason string, ours tree.File) {
	b.plan.Files = append(b.plan.Files, FileChange{Path: name, Status: Keep, Reason: reason, Before: ours.Data, After: ours.Data})
}

func (b *planner) conflict(name string, line int, reason string) {
	b.plan.Conflicts = append(b.plan.Conflicts, Conflict{Path: name, Line: line, Reason: reason})
	for i, f := range b.plan.Files {
		if f.Path == name {
			b.plan.Files[i].Conflict = true
		}
	}
}

// unresolved returns an error if files have conflict markers.
func (b *planner) unresolved() error {
	var at []string
	for name := range mergedKeys(b.base, b.theirs) {
		f, ok, err := b.folder.Read(name)
		if err != nil && !errors.Is(err, disk.ErrOccupied) {
			return err
		}
		if ok && hasMarkers(f.Data) {
			at = append(at, name)
		}
	}
	if len(at) == 0 {
		return nil
	}
	slices.Sort(at)
	return fmt.Errorf("resolve the conflicts of an earlier change in these files first:\n  %s", strings.Join(at, "\n  "))
}
