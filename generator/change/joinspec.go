package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// mergeSpec computes the merged gen.yaml, unless the user has resolved it.
func (m *branches) mergeSpec(ctx context.Context) error {
	own, err := m.resolvedSpec(ctx)
	if err != nil {
		return err
	}
	if own != nil {
		m.next = own.Clone()
	} else if m.next, err = m.agreed(); err != nil {
		return err
	}
	joined := history.Join(m.cat, m.base.whole, m.ours.whole, m.theirs.whole, m.next)
	m.next.Migrations = joined.Migrations
	m.tell(joined)
	for _, moved := range slices.Backward(joined.Moved) { // the last first, whose new id no other has
		for i := range moved.Last - moved.Number + 1 {
			m.theirs.rename(moved.Number+i, moved.To+i)
		}
	}
	return m.complete()
}

// agreed merges the three versions of gen.yaml, or returns an error with a line
// for each value about which they disagree.
func (m *branches) agreed() (*spec.Spec, error) {
	next, open, err := spec.Merge(m.cat, m.base.Spec, m.ours.Spec, m.theirs.Spec, m.options.Decided)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, d := range open {
		lines = append(lines, fmt.Sprintf("%s: %s: ours is %s, theirs is %s: choose one with --ours %[2]s or --theirs %[2]s", spec.Path, d.Key, d.Ours, d.Theirs))
	}
	if len(lines) > 0 {
		return nil, errors.New(strings.Join(lines, "\n"))
	}
	return next, nil
}

// resolvedSpec returns gen.yaml as it is on disk if the user has resolved the
// conflicts in it, or nil.
func (m *branches) resolvedSpec(ctx context.Context) (*spec.Spec, error) {
	f, there, err := m.folder.Read(spec.Path)
	if err != nil || !there || bytes.Equal(f.Data, m.ours.text) || bytes.Equal(f.Data, m.theirs.text) { // one side alone resolves nothing
		return nil, err
	}
	resolved, err := m.resolved(ctx, spec.Path, f, there)
	if err != nil || !resolved {
		return nil, err
	}
	if len(m.options.Decided) > 0 {
		return nil, fmt.Errorf("%s has been changed since the merge stopped: it decides, and --ours and --theirs cannot; git checkout --merge %[1]s restores it", spec.Path)
	}
	s, _, err := loadSpec(m.cat, spec.Path, f.Data)
	return s, err
}

// complete adds the migrations that follow from the merged choices. All others
// are committed, so that none is taken back.
func (m *branches) complete() error {
	terms := history.Terms{Now: idAt(m.now), Committed: func(int64) bool { return true }}
	if ps := history.Evolve(m.cat, m.next, m.next.Clone(), terms); len(ps) > 0 {
		return fmt.Errorf("the merged %s is not valid: change it, or choose the side of a key with --ours or --theirs\n%w", spec.Path, ps)
	}
	return nil
}

// tell adds notes about migrations that do not stay as they are.
func (m *branches) tell(joined history.Joined) {
	for _, d := range joined.Dropped {
		who, remedy := "ours", "on a database on which it ran, take it back first, with the program of that branch: server migrate down"
		if d.Side == spec.Theirs {
			who = "theirs"
		}
		if d.Step() == d.Instead.Step() {
			remedy = fmt.Sprintf("on a database on which it ran: server migrate mark %d applied", d.Instead.Number)
		}
		reason := "the result is as the other side has it"
		if d.Instead.Number > 0 {
			reason = fmt.Sprintf("the other side has %06d (%s)", d.Instead.Number, d.Instead.Step())
		}
		m.notes = append(m.notes, fmt.Sprintf("migration %06d of %s (%s) is left out: %s; %s", d.Number, who, d.Step(), reason, remedy))
	}
	for _, mv := range joined.Moved {
		m.notes = append(m.notes, fmt.Sprintf("migration %06d of theirs (%s) is now %06d, because ours has that id, too; on a database on which it ran: server migrate mark %[3]d applied",
			mv.Number, mv.Step(), mv.To))
	}
}

// specFile plans gen.yaml: the text of each side is brought to the merged
// choices, and what still differs is merged, such as comments.
func (m *branches) specFile(ctx context.Context) error {
	f, there, err := m.folder.Read(spec.Path)
	if err != nil {
		return err
	}
	text, err := m.specText(ctx, f.Data)
	if err != nil {
		return err
	}
	mode := f.Mode
	if !there {
		mode = 0o644
	}
	m.result.write(spec.Path, Merge, f, there, tree.File{Data: text, Mode: mode})
	return nil
}

func (m *branches) specText(ctx context.Context, onDisk []byte) ([]byte, error) {
	if own, err := m.resolvedSpec(ctx); err != nil || own != nil {
		if err != nil {
			return nil, err
		}
		return editSpec(&Project{cat: m.cat, Spec: own, text: onDisk}, m.next)
	}
	var texts [][]byte
	for _, s := range []*side{m.base, m.ours, m.theirs} {
		text, err := editSpec(s.Project, m.next)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	canonical, err := m.next.Marshal(m.cat)
	if err != nil {
		return nil, err
	}
	r := merge.File(spec.Path, texts[0], texts[1], texts[2], m.mergeOptions(true))
	if len(r.Conflicts) == 0 && says(m.cat, r.Data, canonical) {
		return r.Data, nil
	}
	m.result.plan.Notes = append(m.result.plan.Notes, spec.Path+": comments that both sides have changed are those of ours")
	return texts[1], nil
}
