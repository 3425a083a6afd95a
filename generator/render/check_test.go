package render

import (
	"testing"

	"github.com/gen-go/gen/generator/spec"
)

// The values of tests meet the checks, or there are none.
func TestSampled(t *testing.T) {
	for line, found := range map[string]bool{
		"a:int b:int check(a > b)":                                               true,
		"a:int:max=5 b:int:min=5 check(a > b)":                                   false,
		"a:int:max=5 b:int:min=5 check(a >= b)":                                  true,
		"a:int b:int check(a > b) check(b > a)":                                  false,
		"a:int b:bigint c:int check(a > b) check(b > c)":                         true,
		"a:decimal:scale=2 b:decimal check(a < b) check(b < 0.02) check(a > -1)": true,
		"a:time b:time unique(a,x) x:string check(b > a)":                        true,
		"a:time:unique b:time:unique check(b > a)":                               false,
		"a:date:unique b:date check(a > b) check(b >= '2024-04-01')":             true,
		"a:int:default=3 b:int check(a > b)":                                     true,
		"a:int:default=3,max=3 b:int:min=3 check(a > b)":                         false,
		"a:enum(x|y|z) check(a <> 'x') check(a <> 'z')":                          true,
		"a:enum(x|y) check(a <> 'x') check(a <> 'y')":                            false,
		"a:int b:int:default=4 c:int unique(a,c) check(a <= b)":                  true,
		"a:bool b:bool check(a <> b)":                                            true,
		"a:string b:text check(a = b)":                                           false,
		"a:string check(a = 'only')":                                             true,
		"a:float check(a > 1000000) check(a < 1000001.5)":                        true,
		"a:time check(a > '2040-01-01T00:00:00Z')":                               true,
		"a:date b:date c:date check(a > b) check(b > c)":                         true,
		"a:time check(a >= '2040-01-01T00:00:00Z')":                              true,
	} {
		r, err := spec.ParseResource("stay " + line)
		if err != nil {
			t.Fatal(err)
		}
		samples, ok := sampled(r)
		if ok != found {
			t.Errorf("%s: found %v in %v", line, ok, samples)
		}
		for side := range 2 {
			row := map[string]string{}
			for i, f := range r.Fields {
				row[f.Name] = samples[i][side]
			}
			s := solver{r: r}
			for _, c := range r.Constraints() {
				if check, is := c.Check(); is {
					s.checks = append(s.checks, check)
				}
			}
			if ok && !s.hold(row) {
				t.Errorf("%s: %v does not meet it", line, row)
			}
		}
	}
}
