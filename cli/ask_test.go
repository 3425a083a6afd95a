package cli

import (
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// script is a Prompter with prepared answers: the name of an option, the
// labels of several separated by spaces, or a line. It records the questions.
type script struct {
	t       *testing.T
	answers []string
	asked   []string
	offered [][]string
	refused []string
}

func (p *script) next(question string) string {
	p.t.Helper()
	p.asked = append(p.asked, question)
	if len(p.answers) == 0 {
		p.t.Fatalf("no answer left for %q", question)
	}
	answer := p.answers[0]
	p.answers = p.answers[1:]
	return answer
}

func (p *script) Select(question string, options []Option) (Option, error) {
	name := p.next(question)
	p.offered = append(p.offered, labels(options))
	return options[slices.IndexFunc(options, func(o Option) bool { return o.Name == name })], nil
}

func (p *script) SelectMany(question string, options []Option, check func([]Option) error) ([]Option, error) {
	p.offered = append(p.offered, labels(options))
	for {
		wanted := strings.Fields(p.next(question))
		selected := slices.DeleteFunc(slices.Clone(options), func(o Option) bool { return !slices.Contains(wanted, o.label()) })
		err := check(selected)
		if err == nil {
			return selected, nil
		}
		p.refused = append(p.refused, err.Error())
	}
}

func (p *script) Input(question, _ string, _ func(string) error) (string, error) {
	return p.next(question), nil
}

func choosing() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework", Question: "Framework?", Default: "gin"},
			{Name: "cache", Optional: true},
			{Name: "auth", Many: true},
			{Name: "discovery", Optional: true, Needs: []layer.Need{{Condition: "!echo", Reason: "echo has its own"}}},
		},
		Layers: []layer.Layer{
			{Category: "framework", Name: "gin"}, {Category: "framework", Name: "echo"},
			{Category: "cache", Name: "memory"}, {Category: "cache", Name: "redis"},
			{Category: "auth", Name: "jwt"}, {Category: "auth", Name: "oidc", Needs: []layer.Need{{Condition: "jwt", Reason: "oidc needs jwt"}}},
			{Category: "auth", Name: "session", Needs: []layer.Need{{Condition: "echo", Reason: "session needs echo"}}},
			{Category: "discovery", Name: "consul"},
		},
	}
}

func TestTheRestIsOneQuestion(t *testing.T) {
	p := &script{t: t, answers: []string{"gin", "cache/memory cache/redis", "auth/oidc", "cache/redis auth/jwt auth/oidc"}}
	s := &spec.Spec{Name: "myapi", Module: "myapi", Options: layer.Choices{}}
	cat := choosing()
	if err := askEach(p, cat, s); err != nil {
		t.Fatal(err)
	}
	if err := (&newOptions{cat: cat}).askRest(p, s); err != nil {
		t.Fatal(err)
	}
	if want := []string{"Framework?", "What else?", "What else?", "What else?"}; !slices.Equal(p.asked, want) {
		t.Errorf("got questions %q, want %q", p.asked, want)
	}
	// oidc is offered although jwt is not chosen yet; session is not
	// compatible.
	if want := []string{"cache/memory", "cache/redis", "auth/jwt", "auth/oidc", "discovery/consul"}; !slices.Equal(p.offered[1], want) {
		t.Errorf("got offered %q, want %q", p.offered[1], want)
	}
	if len(p.refused) != 2 || !strings.HasPrefix(p.refused[0], "cache: ") || !strings.HasPrefix(p.refused[1], "auth: oidc needs jwt") {
		t.Errorf("got rejections %q", p.refused)
	}
	if !slices.Equal(s.Options["auth"], []string{"jwt", "oidc"}) || !slices.Equal(s.Options["cache"], []string{"redis"}) {
		t.Errorf("got options %v", s.Options)
	}
}

func TestWhatIsChosenIsNotAsked(t *testing.T) {
	p := &script{t: t, answers: []string{"auth/jwt"}}
	s := &spec.Spec{Name: "myapi", Module: "myapi", Options: layer.Choices{"framework": {"echo"}, "cache": {layer.None}}}
	cat := choosing()
	if err := askEach(p, cat, s); err != nil {
		t.Fatal(err)
	}
	if err := (&newOptions{cat: cat}).askRest(p, s); err != nil {
		t.Fatal(err)
	}
	if want := [][]string{{"auth/jwt", "auth/oidc", "auth/session"}}; len(p.offered) != 1 || !slices.Equal(p.offered[0], want[0]) {
		t.Errorf("got offered %q, want %q", p.offered, want)
	}
}

// Problems in gen.yaml that no selection solves do not make gen repeat the
// question.
func TestOldProblemsAreNotOfTheSelection(t *testing.T) {
	p := &script{t: t, answers: []string{"auth/jwt"}}
	s := &spec.Spec{Name: "func", Module: "myapi", Options: layer.Choices{"framework": {"gin"}}}
	if err := (&newOptions{cat: choosing()}).askRest(p, s); err != nil || len(p.refused) > 0 {
		t.Errorf("got error %v and rejections %q", err, p.refused)
	}
}

// A directory that is taken is refused before the questions.
func TestTakenDirectoryAsksNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("myapi/cmd", 0o755); err != nil {
		t.Fatal(err)
	}
	p := &script{t: t}
	var stderr strings.Builder
	code := Main(t.Context(), choosing(), []string{"new", "myapi"}, IO{Out: io.Discard, Err: &stderr, Prompter: p})
	if want := "gen: myapi exists and is not empty\n"; code != exitFailure || stderr.String() != want {
		t.Errorf("got exit code %d and %q, want %d and %q", code, stderr.String(), exitFailure, want)
	}
	if len(p.asked) > 0 {
		t.Errorf("asked %q", p.asked)
	}
}

func TestPresetFillsWhatIsOpen(t *testing.T) {
	cat := choosing()
	preset := layer.Preset{Options: layer.Choices{"cache": {"redis"}, "auth": {"jwt", "oidc"}, "discovery": {"consul"}}}
	for _, tt := range []struct{ chosen, want layer.Choices }{
		{nil, layer.Choices{"cache": {"redis"}, "auth": {"jwt", "oidc"}, "discovery": {"consul"}}},
		{layer.Choices{"framework": {"echo"}}, layer.Choices{"framework": {"echo"}, "cache": {"redis"}, "auth": {"jwt", "oidc"}, "discovery": {layer.None}}},
		{layer.Choices{"auth": {layer.None}, "cache": {"memory"}}, layer.Choices{"auth": {layer.None}, "cache": {"memory"}, "discovery": {"consul"}}},
	} {
		got := cat.Expand(preset, tt.chosen)
		if len(got) != len(tt.want) {
			t.Errorf("%v: got %v, want %v", tt.chosen, got, tt.want)
		}
		for k, names := range tt.want {
			if !slices.Equal(got[k], names) {
				t.Errorf("%v: %s: got %v, want %v", tt.chosen, k, got[k], names)
			}
		}
	}
}
