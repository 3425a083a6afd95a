package modules_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/modules"
)

// mod returns a go.mod with requirements such as "a.com/a v1.0.0" or "a.com/a
// v1.0.0 // indirect".
func mod(extra string, requires ...string) []byte {
	text := "module example.com/p\n\ngo 1.26.0\n" + extra
	var direct, indirect []string
	for _, r := range requires {
		if strings.HasSuffix(r, "// indirect") {
			indirect = append(indirect, r)
		} else {
			direct = append(direct, r)
		}
	}
	for _, list := range [][]string{direct, indirect} {
		switch len(list) {
		case 0:
		case 1:
			text += "\nrequire " + list[0] + "\n"
		default:
			text += "\nrequire (\n\t" + strings.Join(list, "\n\t") + "\n)\n"
		}
	}
	return []byte(text)
}

func sums(mods ...string) []byte {
	var b strings.Builder
	for _, m := range mods {
		b.WriteString(m + " h1:x=\n" + m + "/go.mod h1:y=\n")
	}
	return []byte(b.String())
}

func TestMerge(t *testing.T) {
	const a, b, c, mine = "a.com/a v1.0.0", "b.com/b v1.0.0", "c.com/c v1.0.0 // indirect", "mine.com/m v1.0.0"
	before := modules.Files{GoMod: mod("", a, b, c), GoSum: sums("a.com/a v1.0.0", "b.com/b v1.0.0", "c.com/c v1.0.0")}
	less := modules.Files{GoMod: mod("", a), GoSum: sums("a.com/a v1.0.0")}
	tests := []struct {
		name               string
		base, ours, theirs modules.Files
		uses               string
		want               modules.Files
	}{
		{"unchanged: gen's files", before, before, less, "", less},
		{"requirements are added", less, less, before, "", before},
		{
			"a requirement of the owner and its checksums are kept",
			less, modules.Files{GoMod: mod("", a, mine), GoSum: sums("a.com/a v1.0.0", "mine.com/m v1.0.0")}, before, "",
			modules.Files{GoMod: mod("", a, b, mine, c), GoSum: sums("a.com/a v1.0.0", "b.com/b v1.0.0", "c.com/c v1.0.0", "mine.com/m v1.0.0")},
		},
		{
			"what the owner's requirements may need is kept",
			before, modules.Files{GoMod: mod("", a, b, mine, c), GoSum: sums("a.com/a v1.0.0", "b.com/b v1.0.0", "c.com/c v1.0.0", "mine.com/m v1.0.0")}, less, "",
			modules.Files{GoMod: mod("", a, mine, b+" // indirect", c), GoSum: sums("a.com/a v1.0.0", "b.com/b v1.0.0", "c.com/c v1.0.0", "mine.com/m v1.0.0")},
		},
		{
			"what the owner imports is kept, with its possible dependencies",
			before, before, less, "b.com/b",
			modules.Files{GoMod: mod("", a, b, c), GoSum: before.GoSum},
		},
		{
			"the higher version wins",
			modules.Files{GoMod: mod("", a, b)}, modules.Files{GoMod: mod("", "a.com/a v1.5.0", "b.com/b v1.1.0")},
			modules.Files{GoMod: mod("", "a.com/a v1.2.0", "b.com/b v1.2.0")}, "",
			modules.Files{GoMod: mod("", "a.com/a v1.5.0", "b.com/b v1.2.0")},
		},
		{
			"replace, tool and comments of the owner are kept",
			less, modules.Files{GoMod: mod("\ntool mine.com/m/cmd/x\n\nreplace a.com/a => ../a // ours\n", a, mine)}, before, "",
			modules.Files{GoMod: mod("\ntool mine.com/m/cmd/x\n\nreplace a.com/a => ../a // ours\n", a, b, mine, c), GoSum: sums("b.com/b v1.0.0", "c.com/c v1.0.0")},
		},
		{
			"a higher go line of the owner is kept",
			less, modules.Files{GoMod: []byte(strings.Replace(string(less.GoMod), "1.26.0", "1.27.1", 1)), GoSum: less.GoSum},
			modules.Files{GoMod: []byte(strings.Replace(string(less.GoMod), "1.26.0", "1.27.0", 1)), GoSum: less.GoSum}, "",
			modules.Files{GoMod: []byte(strings.Replace(string(less.GoMod), "1.26.0", "1.27.1", 1)), GoSum: less.GoSum},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := modules.Merge(tt.base, tt.ours, tt.theirs, func(m string) (bool, error) { return m == tt.uses, nil })
			if err != nil {
				t.Fatal(err)
			}
			if string(got.GoMod) != string(tt.want.GoMod) {
				t.Errorf("got go.mod\n%s\nwant\n%s", got.GoMod, tt.want.GoMod)
			}
			if string(got.GoSum) != string(tt.want.GoSum) {
				t.Errorf("got go.sum\n%s\nwant\n%s", got.GoSum, tt.want.GoSum)
			}
		})
	}
}

func TestMergeRefusesDamage(t *testing.T) {
	whole := modules.Files{GoMod: mod("")}
	other := modules.Files{GoMod: mod("", "a.com/a v1.0.0")}
	if _, _, err := modules.Merge(whole, modules.Files{GoMod: []byte("modul x\n")}, other, nil); err == nil || !strings.Contains(err.Error(), "go.mod:1") {
		t.Errorf("got error %v, want one that names the line", err)
	}
}
