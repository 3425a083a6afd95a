package templates_test

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/change"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

// monitored is a project of each kind that has other alerts or panels, with the rows of
// its dashboard.
var monitored = []struct {
	name    string
	options layer.Choices
	client  bool
	rows    []string
}{
	{"bare", layer.Choices{"database": {"none"}}, false, []string{"Service", "Routes", "Limits", "Store", "Instances"}},
	{"database", layer.Choices{"database": {"postgres"}}, false, []string{"Service", "Routes", "Limits", "Store", "Database", "Instances"}},
	{
		"all", layer.Choices{"database": {"sqlite"}, "cache": {"tiered"}}, true,
		[]string{"Service", "Routes", "Limits", "Store", "Database", "Cache", "Clients", "Instances"},
	},
}

func monitoredProject(t *testing.T, options layer.Choices, client bool) tree.Tree {
	t.Helper()
	s := &spec.Spec{
		Name: "shop.v2", Module: "example.com/shop", Options: options,
		Resources: []spec.Resource{{Name: "book", Fields: []spec.Field{{Name: "title", Kind: spec.String}}}},
	}
	s.Options["observability"] = []string{"metrics"}
	if client {
		s.Clients = []spec.Client{{Name: "payments"}}
	}
	s.Fill(templates.Catalog())
	rendered, err := change.New(templates.Catalog(), s)
	if err != nil {
		t.Fatal(err)
	}
	return rendered
}

type dashboard struct {
	Templating struct{ List []struct{ Name string } }
	Panels     []struct {
		ID          int
		Type, Title string
		GridPos     struct{ X, Y, W, H int }
		Targets     []struct{ RefID, Expr, LegendFormat string }
	}
}

// The panels of a dashboard are those of what the project has, none covers another, and
// their queries use variables that there are.
func TestDashboard(t *testing.T) {
	for _, project := range monitored {
		t.Run(project.name, func(t *testing.T) {
			file := monitoredProject(t, project.options, project.client)["deploy/observability/grafana/dashboards/service.json"]
			var d dashboard
			if err := json.Unmarshal(file.Data, &d); err != nil {
				t.Fatalf("%v\n%s", err, file.Data)
			}
			variables := []string{"$__rate_interval"}
			for _, v := range d.Templating.List {
				variables = append(variables, "$"+v.Name)
			}
			ids, cells, rows := map[int]bool{}, map[[2]int]string{}, []string{}
			for _, p := range d.Panels {
				if ids[p.ID] {
					t.Errorf("two panels have the id %d", p.ID)
				}
				ids[p.ID] = true
				for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
					for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
						if other := cells[[2]int{x, y}]; other != "" || x >= 24 {
							t.Errorf("%s covers %q at %d, %d", p.Title, other, x, y)
						}
						cells[[2]int{x, y}] = p.Title
					}
				}
				if p.Type == "row" {
					rows = append(rows, p.Title)
				}
				for _, target := range p.Targets {
					for _, v := range regexp.MustCompile(`\$\w+`).FindAllString(target.Expr, -1) {
						if !slices.Contains(variables, v) {
							t.Errorf("%s: there is no variable %s: %s", p.Title, v, target.Expr)
						}
					}
				}
			}
			if !slices.Equal(rows, project.rows) {
				t.Errorf("the dashboard has the rows %q, want %q", rows, project.rows)
			}
		})
	}
}

// alerts is a file with rules.
type alerts struct {
	Groups []struct {
		Rules []struct {
			Alert, Expr         string
			Labels, Annotations map[string]string
		}
	}
}

// alertTests is a file with tests for promtool.
type alertTests struct {
	Tests []struct {
		AlertRuleTest []struct {
			Alertname string           `yaml:"alertname"`
			ExpAlerts []map[string]any `yaml:"exp_alerts"`
		} `yaml:"alert_rule_test"`
	}
}

// Each alert has a severity, a section of the runbook, a test in which it fires and one
// in which it does not.
func TestAlerts(t *testing.T) {
	for _, project := range monitored {
		t.Run(project.name, func(t *testing.T) {
			rendered := monitoredProject(t, project.options, project.client)
			fires, rests := map[string]bool{}, map[string]bool{}
			for _, tests := range decodeAll[alertTests](t, rendered, "deploy/observability/prometheus/tests/") {
				for _, test := range tests.Tests {
					for _, a := range test.AlertRuleTest {
						fires[a.Alertname] = fires[a.Alertname] || len(a.ExpAlerts) > 0
						rests[a.Alertname] = rests[a.Alertname] || len(a.ExpAlerts) == 0
					}
				}
			}
			book, sections := string(rendered["docs/runbook.md"].Data), 0
			for _, file := range decodeAll[alerts](t, rendered, "deploy/observability/prometheus/rules/") {
				for _, group := range file.Groups {
					for _, rule := range group.Rules {
						if rule.Alert == "" {
							continue
						}
						sections++
						if !fires[rule.Alert] || !rests[rule.Alert] {
							t.Errorf("%s: fires in a test: %t, does not fire in one: %t", rule.Alert, fires[rule.Alert], rests[rule.Alert])
						}
						if !strings.Contains(book, "\n## "+rule.Alert+"\n") || rule.Annotations["runbook"] != "docs/runbook.md#"+strings.ToLower(rule.Alert) {
							t.Errorf("%s: the runbook has no such section, or %q is not its link", rule.Alert, rule.Annotations["runbook"])
						}
						if !slices.Contains([]string{"critical", "warning"}, rule.Labels["severity"]) || rule.Annotations["summary"] == "" || rule.Annotations["description"] == "" {
							t.Errorf("%s: want a severity, a summary and a description", rule.Alert)
						}
					}
				}
			}
			if n := strings.Count(book, "\n## "); n != sections {
				t.Errorf("the runbook has %d sections for %d alerts", n, sections)
			}
		})
	}
}

// decodeAll decodes the YAML files in a directory.
func decodeAll[T any](t *testing.T, rendered tree.Tree, dir string) []T {
	t.Helper()
	var all []T
	for name, f := range rendered {
		if path.Dir(name)+"/" != dir {
			continue
		}
		var decoded T
		if err := yaml.Unmarshal(f.Data, &decoded); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, f.Data)
		}
		all = append(all, decoded)
	}
	if len(all) == 0 {
		t.Fatalf("no files in %s", dir)
	}
	return all
}
