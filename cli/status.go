package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
)

// statusReport is the result of status in the format of --json, documented in
// docs/json.md. Fields may be added but not renamed.
type statusReport struct {
	Made      string       `json:"made"`        // version of gen that generated the project
	Outdated  bool         `json:"outdated"`    // this gen is newer
	OutOfStep bool         `json:"out_of_step"` // gen.yaml has edits to apply
	Generated int          `json:"generated"`   // files as generated
	Files     []statusFile `json:"files"`       // the others
}

type statusFile struct {
	Path  string `json:"path"`
	State string `json:"state"` // changed, deleted, moved or conflict
	To    string `json:"to,omitempty"`
}

func newStatus(cat *layer.Catalog, stdio IO) *cobra.Command {
	var dir string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show which generated files you have changed",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := openProject(cmd.Context(), cat, stdio, dir)
			if err != nil {
				return err
			}
			defer p.Close()
			files, outOfStep, err := p.Status()
			if err != nil {
				return err
			}
			r := statusReport{Made: p.Made, Outdated: p.Outdated(), OutOfStep: outOfStep, Generated: change.Count(files, change.AsGenerated), Files: []statusFile{}}
			for _, f := range files {
				if f.State != change.AsGenerated {
					r.Files = append(r.Files, statusFile{Path: f.Path, State: string(f.State), To: f.To})
				}
			}
			if asJSON {
				return printJSON(stdio.Out, r)
			}
			_, err = fmt.Fprint(stdio.Out, r.text())
			return err
		},
	}
	addDir(cmd.Flags(), &dir)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a report as JSON")
	return cmd
}

func (r statusReport) text() string {
	var b strings.Builder
	for _, f := range r.Files {
		line := fmt.Sprintf("%-8s  %s", f.State, f.Path)
		if f.To != "" {
			line += " to " + f.To
		}
		b.WriteString(line + "\n")
	}
	fmt.Fprintf(&b, "%d files are as gen %s generated them.\n", r.Generated, r.Made)
	if r.OutOfStep {
		b.WriteString("gen.yaml has edits to apply: gen diff shows the effect, gen apply applies them.\n")
	}
	if r.Outdated {
		b.WriteString("This gen is newer: gen upgrade upgrades the project.\n")
	}
	return b.String()
}
