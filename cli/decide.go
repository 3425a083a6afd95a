package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// decider has the flags for changes of gen.yaml that concern the rows of tables.
type decider struct {
	fill, truncate, reject, drop, rename []string
}

func (d *decider) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	d.rowFlags(f)
	f.StringArrayVar(&d.rename, "rename", nil, "`book.isbn=isbn13` or book=tome: it is renamed in gen.yaml, keep its data")
	f.StringArrayVar(&d.drop, "drop", nil, "`book.title` or book: drop it, although a similar one is new")
}

// rowFlags adds the flags that decide about the rows of a table.
func (d *decider) rowFlags(f *pflag.FlagSet) {
	f.StringArrayVar(&d.fill, "fill", nil, "`book.title=VALUE`: give rows this value that have none, or one that is no longer allowed")
	f.StringArrayVar(&d.truncate, "truncate", nil, "`book.title`: cut values that become too long")
	f.StringArrayVar(&d.reject, "reject", nil, "`book.title`: let the migration fail if rows conflict with the change")
}

// decisions returns what the flags say.
func (d *decider) decisions(cat *layer.Catalog) (spec.Decisions, error) {
	all := spec.Decisions{Rows: map[string]spec.Rows{}, Dropped: d.drop}
	for _, arg := range d.fill {
		name, value, _ := strings.Cut(arg, "=")
		if !isFieldName(name) || value == "" || all.Rows[name].Fill != "" {
			return all, usagef("--fill: %q is not RESOURCE.FIELD=VALUE, such as book.title=unknown, once for each field", arg)
		}
		all.Rows[name] = spec.Rows{Fill: value}
	}
	for _, flag := range []struct {
		name string
		args []string
		set  func(*spec.Rows)
	}{
		{"truncate", d.truncate, func(r *spec.Rows) { r.Truncate = true }},
		{"reject", d.reject, func(r *spec.Rows) { r.Reject = true }},
	} {
		for _, name := range flag.args {
			if !isFieldName(name) {
				return all, usagef("--%s: %q is not RESOURCE.FIELD, such as book.title", flag.name, name)
			}
			rows := all.Rows[name]
			flag.set(&rows)
			all.Rows[name] = rows
		}
	}
	for _, arg := range d.rename {
		m, err := spec.ParseMigration(cat, "rename "+strings.Replace(arg, "=", " ", 1))
		if err != nil || !strings.Contains(arg, "=") {
			return all, usagef("--rename: %q is not RESOURCE.FIELD=NAME or RESOURCE=NAME, such as book.isbn=isbn13", arg)
		}
		all.Renames = append(all.Renames, m)
	}
	// The fields of a renamed resource are named by its new name.
	slices.SortStableFunc(all.Renames, func(a, b spec.Migration) int { return cmp.Compare(min(len(a.Field), 1), min(len(b.Field), 1)) })
	return all, nil
}

// checkDecisions returns an error if a rename does not lead from the last render to
// gen.yaml, or if what is to be dropped is not gone.
func checkDecisions(p *change.Project) error {
	was := p.Was.Clone()
	for _, m := range p.Decisions.Renames {
		var err error
		var stays, comes bool
		if m.Field == "" {
			err = was.RenameResource(was, m.Resource.Name, m.To, m.ToPlural)
			stays, _ = p.Spec.HasResource(m.Resource.Name)
			comes, _ = p.Spec.HasResource(m.To)
		} else {
			err = was.RenameField(was, m.Resource.Name, m.Field, m.To)
			stays, _ = p.Spec.HasField(m.Resource.Name, m.Field)
			comes, _ = p.Spec.HasField(m.Resource.Name, m.To)
		}
		if err != nil || stays || !comes {
			return usagef("--rename %s=%s: it must have the old name in the last render and the new one in %s", spec.Doubt{Rename: m}.Name(), m.To, spec.Path)
		}
	}
	gone := goneFrom(p.Spec, was)
	for _, name := range p.Decisions.Dropped {
		if !slices.Contains(gone, name) {
			return usagef("--drop %s: it was not removed from %s; removed since the last render: %s", name, spec.Path, cmp.Or(strings.Join(gone, ", "), "nothing"))
		}
	}
	return nil
}

// goneFrom returns the resources and fields of an earlier spec that s does not
// have.
func goneFrom(s, was *spec.Spec) []string {
	var gone []string
	for _, r := range was.Resources {
		if has, _ := s.HasResource(r.Name); !has {
			gone = append(gone, r.Name)
			continue
		}
		for _, f := range r.Fields {
			if has, _ := s.HasField(r.Name, f.Name); !has {
				gone = append(gone, r.Name+"."+f.Name)
			}
		}
	}
	return gone
}

func isFieldName(name string) bool {
	resource, field, ok := strings.Cut(name, ".")
	return ok && spec.CheckSnake(resource) == nil && spec.CheckSnake(field) == nil
}

// askRenamed asks on a terminal what happened to a field or a resource that is
// gone from gen.yaml while a similar one is new.
func askRenamed(ctx context.Context, prompter Prompter, p *change.Project) error {
	if prompter == nil {
		return nil
	}
	for {
		doubts, err := p.Doubts(ctx)
		if err != nil || len(doubts) == 0 {
			return err
		}
		doubt := doubts[0] // the answer may settle the others
		renamed := Option{Name: "renamed to " + doubt.Rename.To, Summary: "keeps its data"}
		gone := Option{Name: "removed", Summary: "drops its data"}
		answer, err := prompter.Select("What happened to "+doubt.Name()+"?", []Option{renamed, gone})
		if err != nil {
			return err
		}
		if answer == renamed {
			p.Decisions.Renames = append(p.Decisions.Renames, doubt.Rename)
		} else {
			p.Decisions.Dropped = append(p.Decisions.Dropped, doubt.Name())
		}
	}
}
