package migrate

import (
	"slices"
	"testing"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		script string
		want   []string
	}{
		{"", nil},
		{"-- nothing\n# at ; all\n/* ; */ ; ;--", nil},
		{"A; B;\nC", []string{"A", " B", "\nC"}},
		{"SELECT ';', \";\", `;`, 'it''s;', 'a\\';b', \"\"\"\\\";\"; B;", []string{"SELECT ';', \";\", `;`, 'it''s;', 'a\\';b', \"\"\"\\\";\"", " B"}},
		{"A -- one;\n; B # two;\n; C /* three;\n;*/;", []string{"A -- one;\n", " B # two;\n", " C /* three;\n;*/"}},
		{"SELECT 1--2; B;", []string{"SELECT 1--2", " B"}},
		{"/*! SET x = 1; */; /*M! SET y = 1 */;", []string{"/*! SET x = 1; */", " /*M! SET y = 1 */"}},
		{"delimiter //\nBEGIN A; B; END //\r\nDELIMITER ;\nC;", []string{"BEGIN A; B; END ", "C"}},
		{"SELECT 'open;", []string{"SELECT 'open"}},
	} {
		if got := split(tt.script); !slices.Equal(got, tt.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", tt.script, got, tt.want)
		}
	}
}
