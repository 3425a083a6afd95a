package migrate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// record is a row of applied_migrations.
type record struct {
	id         int64
	name       string
	checksum   string // of the .up.sql that ran
	unfinished string // what was running when it stopped, or empty
	at         time.Time
}

// history is what has run, by the number of the migration.
type history map[int64]record

// pending returns the migrations that have not run. It is an error if one is
// half-way or was edited after it ran.
func (h history) pending(all []migration) (todo []migration, err error) {
	var problems []error
	for _, id := range slices.Sorted(maps.Keys(h)) {
		problems = append(problems, h[id].halfWay())
	}
	for _, m := range all {
		if r, ok := h[m.id]; !ok {
			todo = append(todo, m)
		} else if r.unfinished == "" {
			problems = append(problems, r.edited(m))
		}
	}
	return todo, errors.Join(problems...)
}

// next returns the first pending migration, or nil.
func (h history) next(all []migration) (*migration, error) {
	todo, err := h.pending(all)
	for _, m := range todo {
		// Nothing runs before a draft, so that the schema does not stop there.
		_, problem := m.script(up)
		err = errors.Join(err, problem)
	}
	if err != nil || len(todo) == 0 {
		return nil, err
	}
	return &todo[0], nil
}

// last returns the migration with the highest number that has run.
func (h history) last(all []migration) (*migration, error) {
	if len(h) == 0 {
		return nil, errors.New("no migration has run")
	}
	r := h[slices.Max(slices.Collect(maps.Keys(h)))]
	if err := r.halfWay(); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(m migration) bool { return m.id == r.id })
	if i < 0 {
		return nil, fmt.Errorf("%s is unknown to this binary; roll it back with the one that ran it", r.name)
	}
	if all[i].name != r.name { // its .down.sql is that of another migration
		if err := r.edited(all[i]); err != nil {
			return nil, err
		}
	}
	return &all[i], nil
}

// explain adds to the error of a migration the names of those that have run but
// are unknown to this binary: they may have made the same.
func (h history) explain(all []migration, err error) error {
	for _, id := range slices.Sorted(maps.Keys(h)) {
		if !slices.ContainsFunc(all, func(m migration) bool { return m.id == id }) {
			err = fmt.Errorf("%w; %s has run and is unknown to this binary: if it made the same, roll it back with the one that ran it", err, h[id].name)
		}
	}
	return err
}

// halfWay returns an error that says what to do if the migration did not end.
func (r record) halfWay() error {
	if r.unfinished == "" {
		return nil
	}
	return fmt.Errorf("%s stopped half-way, in %s: bring the schema by hand to what it is after the migration and run "+
		"\"server migrate mark %d applied\", or to what it was before and run \"server migrate mark %d pending\"",
		r.name, r.unfinished, r.id, r.id)
}

// edited returns an error that says what to do if m is not what ran.
func (r record) edited(m migration) error {
	if r.checksum == m.checksum {
		return nil
	}
	what := m.name + " was edited after it had run"
	if r.name != m.name {
		what = fmt.Sprintf("%s was given a number that had been used, of %s, which has run", m.name, r.name)
	}
	return fmt.Errorf("%s: restore it from version control and write another migration; "+
		"if the schema is what it says now, run \"server migrate mark %d applied\"", what, r.id)
}
