package history

import "github.com/gen-go/gen/generator/spec"

// date raises the ids of the new migrations so that the last one has the id of
// now, which is below those of all later changes.
func (e *evolution) date() {
	late := e.terms.Now - (e.state.next - 1)
	for i, m := range e.history {
		if late > 0 && m.ID >= e.first {
			e.history[i].ID += late
		}
	}
	if e.replay(); e.state.next > spec.MaxID+1 {
		e.problems.Add("migrations", "there is no id left: the highest is %d", int64(spec.MaxID))
	}
}

// steps returns what the migrations of a history do, by number, and makes sure
// that none of their numbers is given to a new migration.
func (e *evolution) steps(history []spec.Migration) map[int64]string {
	r := run(e.cat, e.spec, history)
	e.next = max(e.next, r.next)
	steps := map[int64]string{}
	for _, m := range r.migrations {
		steps[m.Number] = m.Step()
	}
	return steps
}

// identify gives an id to the last migrations of the history that have none:
// those that the owner has just added to gen.yaml. Others keep the number that
// follows from their position.
func (e *evolution) identify() {
	r := run(e.cat, e.spec, e.history)
	first := len(e.history)
	for first > 0 && e.history[first-1].ID == 0 && e.before[r.migrations[first-1].Number] == "" {
		first--
	}
	e.next = max(e.next, run(e.cat, e.spec, e.history[:first]).next)
	e.first = e.next
	for i := first; i < len(e.history); i++ {
		e.history[i].ID = e.next
		e.next = run(e.cat, e.spec, e.history[:i+1]).next
	}
}
