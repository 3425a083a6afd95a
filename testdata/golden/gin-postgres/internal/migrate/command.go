package migrate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/acme/notes/internal/store"
	"github.com/acme/notes/migrations"
)

// Command runs the subcommand in args, and prints what it has done to out.
func Command(ctx context.Context, cfg store.Config, args []string, out io.Writer) error {
	do, err := command(args)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return open(ctx, cfg, migrations.Files, out, do)
}

// command returns what the subcommand in args does.
func command(args []string) (action, error) {
	if len(args) == 1 {
		switch args[0] {
		case "status":
			return (*runner).status, nil
		case "up":
			return (*runner).up, nil
		case "down":
			return (*runner).down, nil
		case "redo":
			return (*runner).redo, nil
		}
	}
	if len(args) == 3 && args[0] == "mark" {
		if way, known := map[string]direction{"applied": up, "pending": down}[args[2]]; known {
			id, err := strconv.ParseInt(args[1], 10, 64)
			if err != nil {
				return nil, fmt.Errorf("mark: %q is no migration number", args[1])
			}
			return func(r *runner, ctx context.Context) error { return r.mark(ctx, id, way) }, nil
		}
	}
	return nil, errors.New("want status, up, down, redo, mark ID applied or mark ID pending")
}

// status lists the migrations. It changes nothing, and waits for nobody.
func (r *runner) status(ctx context.Context) error {
	applied, _, err := read(ctx, r.conn, r.all)
	if err != nil {
		return err
	}
	known := map[int64]migration{}
	for _, m := range r.all {
		known[m.id] = m
	}
	ids := slices.Sorted(maps.Keys(known))
	ids = slices.AppendSeq(ids, maps.Keys(applied))
	slices.Sort(ids)
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "ID\tNAME\tSTATE") // Flush returns the error
	for _, id := range slices.Compact(ids) {
		_, _ = fmt.Fprintf(table, "%d\t%s\t%s\n", id, cmp.Or(known[id].name, applied[id].name), state(known, applied, id))
	}
	return table.Flush()
}

// state describes a migration in a few words.
func state(known map[int64]migration, applied history, id int64) string {
	m, isKnown := known[id]
	r, isApplied := applied[id]
	since := "applied"
	if !r.at.IsZero() {
		since += " " + r.at.UTC().Format(time.DateTime)
	}
	switch {
	case !isApplied:
		return "pending"
	case r.unfinished != "":
		return "half-way, in " + r.unfinished
	case !isKnown:
		return since + ", unknown to this binary"
	case r.checksum != m.checksum:
		return since + ", edited afterwards"
	}
	return since
}
