package spec

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestFieldPattern compares the schema with the parser: fields that are made at
// random, many of them wrong, match the pattern if and only if they are parsed.
func TestFieldPattern(t *testing.T) {
	pattern := regexp.MustCompile(fieldPattern())
	random := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[random.IntN(len(of))] }
	value := func() string {
		parts := []string{"a", "7", " ", "(", ")", ":", "|", "=", `\`, `\\`, `\"`, `"`, ",", "enum(", "é", "\n"}
		var b strings.Builder
		for range random.IntN(4) {
			b.WriteString(one(parts...))
		}
		return one(b.String(), b.String(), `"`+b.String()+`"`)
	}
	modifier := func() string {
		m := Modifiers[random.IntN(len(Modifiers))]
		name := one(m.Name, m.Name, m.Name, m.Name, m.Name+"x", "")
		if m.value == nil {
			return one(name, name, name, name, name+"=1")
		}
		return one(name+"="+value(), name+"="+value(), name+"="+value(), name)
	}
	count := map[bool]int{}
	for range 200_000 {
		kind := string(Kinds[random.IntN(len(Kinds))])
		kind = one(kind, kind, kind, kind+"x", "", "enum("+one("a|B b|1", "", "a)", "(a", "a|b", "a:b")+")", "ref="+one("author", "", "a b"), one("string", "int", "enum(a|b)", "", "text", "list", "string[]")+"[]")
		text := one("name", "name", "name", "a_b", "") + one(":", ":", ":", "") + kind
		var names []string
		for i := range random.IntN(3) {
			m := modifier()
			name, _, _ := strings.Cut(m, "=")
			names = append(names, name)
			text += one([]string{":", ","}[min(i, 1)], []string{":", ","}[min(i, 1)], []string{":", ","}[min(i, 1)], ":", ",") + m
		}
		if len(names) == 2 && names[0] == names[1] {
			continue
		}
		f, err := ParseField(text)
		parsed := err == nil && checkSnake(f.Name) == "" && (f.Kind != Ref || checkSnake(f.Ref) == "")
		if matches := pattern.MatchString(text); matches != parsed {
			t.Fatalf("%q: matches %t, parsed %t with the error %v", text, matches, parsed, err)
		}
		count[parsed]++
	}
	t.Logf("%d of %d fields are parsed", count[true], count[true]+count[false])
	if count[true] < 20_000 || count[false] < 20_000 {
		t.Error("too few fields of a kind were tested")
	}
}
