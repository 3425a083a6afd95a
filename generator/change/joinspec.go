package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/change/merge"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
)

// mergeSpec computes the merged gen.yaml, unless the user has resolved it, and
// renders it.
func (m *branches) mergeSpec(ctx context.Context) error {
	own, err := m.resolvedSpec(ctx)
	if err != nil {
		return err
	}
	versions, err := m.reconciled()
	if err != nil {
		return err
	}
	versions.Foreign = m.foreignMigrations(ctx)
	next := own
	if own == nil {
		if next, err = m.agreed(versions); err != nil {
			return err
		}
	}
	joined, err := m.joinInOrder(versions, next)
	if err != nil {
		return err
	}
	m.tell(joined)
	m.tellDropped(joined)
	for _, moved := range slices.Backward(joined.Moved) { // the last first, whose new id no other has
		for i := range moved.Last - moved.Number + 1 {
			m.theirs.rename(moved.Number+i, moved.To+i)
		}
	}
	return nil
}

// reconciled returns the versions of gen.yaml with the same names. If the user has
// resolved it with all of one side, that decides what both have changed
// differently. It loses nothing else that the other side has done.
func (m *branches) reconciled() (history.Reconciled, error) {
	decided := maps.Clone(m.options.Decided)
	if decided == nil {
		decided = map[string]spec.Side{}
	}
	for {
		v, err := history.Reconcile(m.cat, m.base.whole, m.ours.whole, m.theirs.whole, decided)
		if err != nil {
			return v, fmt.Errorf("%s: %w", spec.Path, err)
		}
		side, err := m.takenSide()
		if err != nil || side == spec.Undecided {
			return v, err
		}
		_, open, err := spec.Merge(m.cat, v.Base, v.Ours, v.Theirs, v.Decided)
		open = slices.Concat(v.Open, open)
		if err != nil || len(open) == 0 || decided[open[0].Key] != spec.Undecided {
			return v, nil //nolint:nilerr // agreed reports it
		}
		decided[open[0].Key] = side
	}
}

// takenSide returns the side whose gen.yaml the user has added to the index, to
// resolve it.
func (m *branches) takenSide() (spec.Side, error) {
	if !slices.Contains(m.index.Resolved, spec.Path) {
		return spec.Undecided, nil
	}
	f, there, err := m.folder.Read(spec.Path)
	switch {
	case err != nil || !there:
		return spec.Undecided, err
	case bytes.Equal(f.Data, m.theirs.text):
		return spec.Theirs, nil
	case bytes.Equal(f.Data, m.ours.text):
		return spec.Ours, nil
	}
	return spec.Undecided, nil
}

// foreignMigrations returns the numbers of the migrations of the base that are
// not of a commit from which ours comes, as when a single commit of another branch
// is applied.
func (m *branches) foreignMigrations(ctx context.Context) map[int64]bool {
	fork := m.git.Fork(ctx, m.op.Ours, m.op.Base)
	if fork == m.op.Base {
		return nil
	}
	foreign := map[int64]bool{}
	all, _ := history.Replay(m.cat, m.base.whole)
	for _, step := range all {
		foreign[step.Number] = true
	}
	all, _ = history.Replay(m.cat, m.ours.whole)
	if fork != "" {
		s, err := m.openSide(ctx, fork)
		if s != nil {
			defer s.Close()
		}
		if err == nil { // it may be older than the project
			before, _ := history.Replay(m.cat, s.whole)
			all = append(all, before...)
		}
	}
	for _, step := range all {
		delete(foreign, step.Number)
	}
	return foreign
}

// joinInOrder joins the histories. The migrations of theirs follow those of ours
// if their SQL, or that of ours, depends on it.
func (m *branches) joinInOrder(v history.Reconciled, next *spec.Spec) (history.Joined, error) {
	joined, err := m.join3(v, next, false)
	if err != nil {
		return joined, err
	}
	must, sorted, rendered := m.rewrites(), m.next, m.rendered
	following, err := m.join3(v, next, true)
	if must || err == nil && runsLate(joined, following, rendered, m.rendered) {
		return following, err
	}
	m.next, m.rendered = sorted, rendered
	return joined, nil
}

// runsLate reports whether a migration of theirs has another SQL if it follows
// those of ours, as it does on a database that has already run them. On SQLite,
// for example, the change of a column depends on the other columns of its table.
func runsLate(joined, following history.Joined, rendered, late tree.Tree) bool {
	return slices.ContainsFunc(following.Moved, func(mv history.Moved) bool {
		number := mv.Number
		if i := slices.IndexFunc(joined.Moved, func(o history.Moved) bool { return o.Number == number }); i >= 0 {
			number = joined.Moved[i].To
		}
		return mv.Verb != spec.Own && !bytes.Equal(upOf(rendered, number), upOf(late, mv.To))
	})
}

// upOf returns the SQL of a migration.
func upOf(files tree.Tree, id int64) []byte {
	for name, f := range files {
		if migrationOf(name) == id && strings.HasSuffix(name, ".up.sql") {
			return f.Data
		}
	}
	return nil
}

// join3 joins the histories, adds the migrations that follow from the merged
// choices, and renders the result.
func (m *branches) join3(v history.Reconciled, next *spec.Spec, follow bool) (history.Joined, error) {
	m.next = next.Clone()
	terms := history.Terms{Now: idAt(m.now), Decisions: spec.Decisions{Rows: m.options.Rows}}
	joined, ps := history.Join(m.cat, v, m.next, terms, follow)
	if len(ps) > 0 {
		return joined, fmt.Errorf("what the two sides have done does not go together: choose a side with --ours KEY or --theirs KEY, or change %s and run gen merge again\n%w", spec.Path, keyed(m.next, ps))
	}
	if _, ok := m.next.Database(m.cat); !ok {
		for _, s := range []*side{m.base, m.ours, m.theirs} {
			s.Decisions.Renames = v.Renames(m.cat, s.Was, m.next)
		}
	}
	var err error
	m.rendered, err = New(m.cat, m.next)
	return joined, err
}

var indexedPath = regexp.MustCompile(`^resources\[(\d+)\](?:\.fields\[(\d+)\])?`)

// keyed returns the problems with keys instead of paths.
func keyed(s *spec.Spec, ps spec.Problems) spec.Problems {
	for i, p := range ps {
		ps[i].Path = keyOf(s, p.Path)
	}
	return ps
}

// keyOf returns the key of a path in the merged gen.yaml, which nobody has seen,
// such as resources.book.title for resources[0].fields[0].
func keyOf(s *spec.Spec, at string) string {
	match := indexedPath.FindStringSubmatch(at)
	if match == nil {
		return at
	}
	i, _ := strconv.Atoi(match[1])
	r := s.Resources[i]
	key := "resources." + r.Name
	if j, err := strconv.Atoi(match[2]); err == nil {
		key += "." + r.Fields[j].Name
	}
	return key
}

// rewrites reports whether a migration of one side has another SQL in the merged
// project than it may have run with. On SQLite, for example, a changed column
// depends on the other columns of its table.
func (m *branches) rewrites() bool {
	now, _ := m.next.Database(m.cat)
	for _, s := range []*side{m.ours, m.theirs} {
		if db, _ := s.Was.Database(m.cat); db.ID() != now.ID() || s.Outdated() {
			continue
		}
		all, _ := history.Replay(m.cat, s.Was)
		for name, f := range s.base {
			i := slices.IndexFunc(all, func(step history.Migration) bool { return step.Number == migrationOf(name) })
			if r, stays := m.rendered[name]; stays && i >= 0 && all[i].Verb != spec.Own && !bytes.Equal(r.Data, f.Data) {
				return true
			}
		}
	}
	return false
}

// agreed merges the three versions of gen.yaml, or returns an error with a line
// for each value about which they disagree.
func (m *branches) agreed(v history.Reconciled) (*spec.Spec, error) {
	next, open, err := spec.Merge(m.cat, v.Base, v.Ours, v.Theirs, v.Decided)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, d := range slices.Concat(v.Open, open) {
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

// tell adds notes about migrations that do not stay as they are.
func (m *branches) tell(joined history.Joined) {
	for _, d := range joined.Dropped {
		who, remedy := "ours", takeBack
		if d.Side == spec.Theirs {
			who = "theirs"
		}
		if d.Step() == d.Instead.Step() {
			remedy = fmt.Sprintf("on a database on which it ran: server migrate mark %d applied", d.Instead.Number)
		}
		reason := "the result is as the other side has it"
		if d.Anew {
			reason = "it does not go with the migrations of ours, and new ones do what it did"
		}
		if d.Instead.Number > 0 {
			reason = fmt.Sprintf("the other side has %06d (%s)", d.Instead.Number, d.Instead.Step())
		}
		m.notes = append(m.notes, fmt.Sprintf("migration %06d of %s (%s) is left out: %s; %s", d.Number, who, d.Step(), reason, remedy))
	}
	for _, mv := range joined.Moved {
		why, remedy := "it must follow those of ours", takeBack
		if mv.Taken {
			why = "ours has that id, too"
			remedy = fmt.Sprintf("on a database on which it ran: server migrate mark %d applied, and server migrate mark %d pending", mv.To, mv.Number)
		}
		as := ""
		if i := slices.IndexFunc(joined.Migrations, func(o spec.Migration) bool { return o.ID == mv.To }); i >= 0 && joined.Migrations[i].Step() != mv.Step() {
			as = fmt.Sprintf(" (%s)", joined.Migrations[i].Step()) // with the names that ours has given
		}
		m.notes = append(m.notes, fmt.Sprintf("migration %06d of theirs (%s) is now %06d%s: %s; %s", mv.Number, mv.Step(), mv.To, as, why, remedy))
	}
}

// tellDropped adds a note for each column and table that a migration drops
// which neither side has.
func (m *branches) tellDropped(joined history.Joined) {
	was := m.next.Clone()
	was.Migrations = joined.Migrations
	before, _ := history.Replay(m.cat, was)
	after, _ := history.Replay(m.cat, m.next)
	for _, step := range after {
		if note := dropNote(step); note != "" && lacks(before, step) {
			m.notes = append(m.notes, note)
		}
	}
}

// takeBack is what to do with a database on which a migration ran that is no
// longer there.
const takeBack = "on a database on which it ran, take it back first, with the program of that branch: server migrate down"

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
