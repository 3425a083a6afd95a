package cli

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/templates"
)

var thorough = flag.Bool("thorough", false, "use every hostile value in every place")

// hostile are values that no flag, argument or key expects.
var hostile = []string{
	"", " ", "x", "-", "..", "../../x", "/", "a/b", "a=b", "=", ":", "a:b", "a:b:c", "::", ",", "a,a", "null", "true", "1e999", "-1", "0x", "999999999999999999999",
	"'", `"`, "`", "\\", "$(x)", "%d%s%v", "a\nb", "a\x00b", "\x1b[31mred", "\u202eabc", "\xff\xfe", "é", "🙂", "!!int x", "&a", "*a", "{", "[", "con", "go.mod", "book", "book.title", "book.title=",
	strings.Repeat("a", 10_000), strings.Repeat("x,", 10_000), strings.Repeat("book ", 1000), "x:enum(" + strings.Repeat("a|", 10_000) + ")",
}

// library matches wording that comes from a library and means nothing to a
// user.
var library = regexp.MustCompile(`strconv|openat|lstat|statat|mkdirat|renameat|unlinkat|path escapes|construct error|[^.]yaml: |go-yaml|load error|in parser|in scanner|json: (cannot|unknown|unsupported|invalid) |gzip|archive/tar|\bEOF\b|` +
	`unmarshal|invalid syntax|value out of range|parsing "|exec: |exit status|goroutine|panic|<nil>|%!|malformed|reflect|regexp|template:|flag needs|bad flag syntax|unknown position|runtime|0x[0-9a-f]{6}`)

// longest is the length of a message that still is one, in bytes.
const longest = 1000

// TestHostileInput calls every command with hostile arguments and flags, and
// reads gen.yaml with hostile values. A message is one clear line in the words
// of gen, which names what is wrong and does not repeat what is too long.
func TestHostileInput(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, "new", "myapi", "--resource", "book title:string", "--dir", filepath.Join(dir, "myapi"))
	t.Chdir(filepath.Join(dir, "myapi"))
	calls := 0
	for _, call := range commands(newRoot(templates.Catalog(), IO{Out: &bytes.Buffer{}, Err: &bytes.Buffer{}}), nil) {
		t.Run(strings.Join(call.path, " "), func(t *testing.T) {
			for i, value := range hostile {
				if !*thorough && (i+calls)%29 != 0 {
					continue
				}
				for _, args := range [][]string{{value}, {"book", value}, {value, value}, {"framework=" + value}, {value + "=" + value}} {
					calls++
					run(t, dir, slices.Concat(call.path, call.harmless, []string{"--"}, args)...)
				}
				for _, flag := range call.flags {
					calls++
					run(t, dir, slices.Concat(call.path, call.harmless, []string{"--" + flag + "=" + value, "book", "title:string"})...)
				}
			}
		})
	}
	if calls < 300 {
		t.Errorf("only %d calls", calls)
	}
}

// call is a command, its flags, and those of them that make it write nothing.
type call struct{ path, flags, harmless []string }

func commands(cmd *cobra.Command, path []string) []call {
	var all []call
	for _, sub := range cmd.Commands() {
		if sub.Name() == "help" || sub.Name() == "completion" {
			continue
		}
		all = append(all, commands(sub, append(slices.Clone(path), sub.Name()))...)
	}
	c := call{path: path}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "dry-run" || f.Name == "no-check" {
			c.harmless = append(c.harmless, "--"+f.Name)
			return
		}
		c.flags = append(c.flags, f.Name)
	})
	if cmd.Name() == "repair" || cmd.Name() == "undo" || len(path) == 0 {
		return all
	}
	return append(all, c)
}

// TestHostileGenYAML reads gen.yaml with hostile values for every key.
func TestHostileGenYAML(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	const resource = "name: a\nresources:\n  - name: book\n    fields: [title:string]\n    "
	keys := []string{}
	for _, key := range spec.Keys(templates.Catalog()) {
		keys = append(keys, "name: a\n"+key+": ", key+": ")
	}
	keys = append(keys, "", "resources:\n  - ", resource+"plural: ", resource+"access: ", "name: a\nresources:\n  - name: ", "name: a\nresources:\n  - name: book\n    fields:\n      - ",
		"name: a\nmigrations:\n  - ", "name: a\nmigrations:\n  - create book ", "name: a\nresources:\n  - name: book\n    fields:\n      - a:string:", "name: a\nmigrations: [own x, ")
	values := append(slices.Clone(hostile), "[]", "{}", "[a, b]", "{a: b}", "- x", "!!binary aGk=", "!!timestamp 2020-01-01", "2020-01-01", "&x [*x]", "? a", "|\n  x", "1", "1.5", "~", "\"\\", "'a", "@", "\t", "%TAG", "--- x", "a: b: c", "[[[[[[[[[[[[[[[[", "<<: {a: b}")
	for _, key := range keys {
		for i, value := range values {
			if !*thorough && (i+len(key))%11 != 0 {
				continue
			}
			if err := os.WriteFile("gen.yaml", []byte(key+value+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			run(t, dir, "new", "-f", "gen.yaml", "--dir", "p", "--dry-run")
		}
	}
}

// run runs a command and checks its messages.
func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	var out, errs bytes.Buffer
	code := Main(t.Context(), templates.Catalog(), args, IO{In: strings.NewReader(""), Out: &out, Err: &errs})
	text := strings.ReplaceAll(errs.String(), dir, "")
	bad := ""
	switch {
	case code != exitOK && code != exitFailure && code != exitUsage:
		bad = fmt.Sprint("exit code ", code)
	case code != exitOK && text == "":
		bad = "no message"
	case len(text) > longest:
		bad = fmt.Sprintf("a message of %d bytes", len(text))
	case library.MatchString(text):
		bad = "wording of a library: " + library.FindString(text)
	case strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) }):
		bad = "control characters"
	}
	if bad != "" {
		t.Errorf("gen %.200q: %s:\n%.700s", strings.Join(args, " "), bad, text)
	}
}
