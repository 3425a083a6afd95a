package merge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadImports(t *testing.T) {
	for _, tt := range []struct {
		name, block string
		want        bool
	}{
		{"nothing", "", true},
		{"one", "import \"fmt\"\n", true},
		{"block", "\nimport (\n\t\"fmt\"\n\n\t// c\n\ta \"b\" // d\n)\n", true},
		{"parentheses on the line", "import (\"fmt\")\n", false},
		{"closing parenthesis on the line", "import (\n\"fmt\")\n", false},
		{"two on a line", "import (\n\t\"fmt\"; \"os\"\n)\n", false},
		{"two declarations on a line", "import \"fmt\"; import \"os\"\n", false},
		{"block after a declaration", "import \"fmt\"; import (\n\t\"os\"\n)\n", false},
		{"spans two lines", "import a /*\n*/ \"fmt\"\n", false},
		{"keyword on its own", "import\n\"fmt\"\n", false},
		{"something else", "import \"fmt\"\nvar x = 1\n", false},
		{"not Go", "import fmt\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := readImports(split(tt.block)); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// Changes are tested without gofmt, which would hide mistakes.
func TestChangeImports(t *testing.T) {
	for _, tt := range []struct{ name, block, change, want string }{
		{"drop the only one", "\nimport \"fmt\"\n", "-fmt", ""},
		{"drop the only one in parentheses", "\nimport (\n\t\"fmt\"\n)\n", "-fmt", ""},
		{"drop a block of two", "import \"os\"\n\nimport (\n\t\"fmt\"\n)\n", "-fmt", "import \"os\"\n"},
		{"drop a block between two", "import \"a\"\n\nimport (\n\t\"fmt\"\n)\n\nimport \"z\"\n", "-fmt", "import \"a\"\n\nimport \"z\"\n"},
		{"drop the first group", "import (\n\t\"fmt\"\n\n\t\"z.z\"\n)\n", "-fmt", "import (\n\t\"z.z\"\n)\n"},
		{"drop the last group", "import (\n\t\"a\"\n\n\t\"z.z\"\n)\n", "-z.z", "import (\n\t\"a\"\n)\n"},
		{"drop a middle group", "import (\n\t\"a\"\n\n\t\"fmt\"\n\n\t\"z\"\n)\n", "-fmt", "import (\n\t\"a\"\n\n\t\"z\"\n)\n"},
		{"drop one of a group", "import (\n\t\"a\"\n\t\"fmt\"\n\n\t\"z\"\n)\n", "-fmt", "import (\n\t\"a\"\n\n\t\"z\"\n)\n"},
		{"drop with comment", "import (\n\t\"a\"\n\t// gen's\n\t\"fmt\"\n)\n", "-fmt", "import (\n\t\"a\"\n)\n"},
		{"drop below the owner's comment", "import (\n\t\"a\"\n\t// owner's\n\t\"fmt\"\n)\n", "-fmt", "import (\n\t\"a\"\n\t// owner's\n)\n"},
		{"add the first", "", "+fmt", "\nimport \"fmt\"\n"},
		{"add the second", "\nimport \"fmt\" // c\n", "+os", "\nimport (\n\t\"fmt\" // c\n\t\"os\"\n)\n"},
		{"add in the middle", "import (\n\t\"a\"\n\t\"z\"\n)\n", "+fmt", "import (\n\t\"a\"\n\t\"fmt\"\n\t\"z\"\n)\n"},
		{"add above a comment", "import (\n\t\"a\"\n\t// c\n\t\"z\"\n)\n", "+fmt", "import (\n\t\"a\"\n\t\"fmt\"\n\t// c\n\t\"z\"\n)\n"},
		{"add below a heading", "import (\n\t// heading\n\t\"z\"\n\t\"zz\"\n)\n", "+fmt", "import (\n\t// heading\n\t\"fmt\"\n\t\"z\"\n\t\"zz\"\n)\n"},
		{"add above a reason", "import (\n\t// reason\n\t_ \"z\"\n\t\"zz\"\n)\n", "+fmt", "import (\n\t\"fmt\"\n\t// reason\n\t_ \"z\"\n\t\"zz\"\n)\n"},
		{"add a group above", "import (\n\t\"a.a\"\n\t\"b.b\"\n)\n", "+fmt", "import (\n\t\"fmt\"\n\n\t\"a.a\"\n\t\"b.b\"\n)\n"},
		{"add a group below", "import (\n\t\"a\"\n\t\"b\"\n)\n", "+m/x", "import (\n\t\"a\"\n\t\"b\"\n\n\t\"m/x\"\n)\n"},
		{"add a group between", "import (\n\t\"a\"\n\n\t\"m/x\"\n)\n", "+b.b", "import (\n\t\"a\"\n\n\t\"b.b\"\n\n\t\"m/x\"\n)\n"},
		{"add to the larger group", "import (\n\t\"a\"\n\n\t\"b\"\n\t\"c\"\n)\n", "+aa", "import (\n\t\"a\"\n\n\t\"aa\"\n\t\"b\"\n\t\"c\"\n)\n"},
		{"add to everything in one", "import (\n\t\"a\"\n\t\"b.b\"\n)\n", "+m/x", "import (\n\t\"a\"\n\t\"b.b\"\n\t\"m/x\"\n)\n"},
		{"add to single declarations", "import \"a\"\nimport \"c\"\n", "+b", "import \"a\"\nimport \"b\"\nimport \"c\"\n"},
		{"add a group to single declarations", "import \"a\"\nimport \"c\"\n", "+b.b", "import \"a\"\nimport \"c\"\n\nimport \"b.b\"\n"},
		{"add to a block below a declaration", "import \"a\"\nimport (\n\t\"c\"\n\t\"d\"\n)\n", "+b", "import \"a\"\nimport (\n\t\"b\"\n\t\"c\"\n\t\"d\"\n)\n"},
		{"add next to cgo", "import \"C\"\n", "+fmt", "import \"C\"\n\nimport \"fmt\"\n"},
		{"add below cgo", "import \"C\"\nimport \"a\"\n", "+b", "import \"C\"\nimport (\n\t\"a\"\n\t\"b\"\n)\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, ok := readImports(split(tt.block))
			if !ok {
				t.Fatal("cannot read the block")
			}
			s := importSpec{path: tt.change[1:]}
			if tt.change[0] == '-' {
				b = b.without(b.imports[b.find(s)], func(line string) bool { return strings.Contains(line, "owner") })
			} else {
				b = b.with(s, []string{`"` + s.path + "\"\n"}, "m")
			}
			if diff := cmp.Diff(tt.want, strings.Join(b.lines, "")); diff != "" {
				t.Errorf("changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPackageNames(t *testing.T) {
	for path, want := range map[string]string{
		"fmt": "fmt", "encoding/json": "json", "github.com/golang-jwt/jwt/v5": "jwt", "gopkg.in/yaml.v3": "yaml",
		"github.com/mattn/go-isatty": "isatty", "github.com/segmentio/kafka-go": "kafka", "k8s.io/api/core/v1": "v1",
		"github.com/a/b/v10": "b", "google.golang.org/grpc/health/grpc_health_v1": "grpc_health_v1",
	} {
		if s := (importSpec{path: path}); !s.usedIn(map[string]bool{want: true}) {
			t.Errorf("%s: got names %q, want %s", path, s.names(), want)
		}
	}
	for _, s := range []importSpec{{path: "github.com/jackc/pgx/v5"}, {name: "other", path: "v5"}} {
		if s.usedIn(map[string]bool{"v5": true}) {
			t.Errorf("%v has names %q, want none", s, s.names())
		}
	}
}

// Lines that belong to no chunk are not lost.
func TestReflow(t *testing.T) {
	m := merged{{out: []string{"b\n"}}, {kind: both, out: []string{"c\n", "  d\n"}}, {out: []string{"\n", "f\n"}}}
	var got []string
	for _, c := range m.reflow([]string{"a\n", "b\n", "c\n", "d\n", "e\n", "f\n", "g\n"}) {
		got = append(got, strings.Join(c.out, ""))
	}
	if diff := cmp.Diff([]string{"a\nb\n", "c\nd\ne\n", "f\ng\n"}, got); diff != "" {
		t.Errorf("chunks (-want +got):\n%s", diff)
	}
}
