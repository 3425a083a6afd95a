package layer

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode"
)

// Check returns the errors in what the layers declare: values that some output
// format cannot represent, secrets with a value in production, and names,
// ports and codes that two layers of the same project would share.
func (c *Catalog) Check() error {
	ck := checker{catalog: c}
	for _, l := range c.Layers {
		for _, g := range l.Settings {
			for _, s := range g.Settings {
				ck.setting(l, g, s)
			}
		}
		for _, s := range l.Services {
			ck.service(l, s)
		}
		for _, code := range l.Codes {
			ck.code(l, code)
		}
		if l.Volume != "" {
			ck.once(l, "volume of the program", l.Volume)
			ck.holds(l, isVolume(l.Volume), "volume %q: want NAME:DIRECTORY", l.Volume)
		}
		for _, s := range l.Sections {
			ck.once(l, "section "+s.Field, s)
		}
		for _, command := range l.Commands {
			ck.once(l, "command "+command.Name, command)
			ck.holds(l, isPhrase(command.About), "command %s: want a phrase that describes it", command.Name)
		}
		for _, p := range l.Panels {
			ck.panel(l, p)
		}
	}
	return errors.Join(ck.problems...)
}

type checker struct {
	catalog  *Catalog
	said     []statement
	problems []error
}

// statement is a declaration of a layer under a name that must be unique in a
// project.
type statement struct {
	layer Layer
	name  string
	what  any
}

func (c *checker) holds(l Layer, ok bool, format string, args ...any) {
	if !ok {
		c.problems = append(c.problems, fmt.Errorf("layer %s: %s", l.ID(), fmt.Sprintf(format, args...)))
	}
}

// once reports a name that another layer of the same project uses for
// something else.
func (c *checker) once(l Layer, name string, what any) {
	for _, s := range c.said {
		if s.name == name && !reflect.DeepEqual(s.what, what) && c.catalog.together(s.layer, l) {
			c.holds(l, false, "%s: layer %s declares it differently", name, s.layer.ID())
		}
	}
	c.said = append(c.said, statement{l, name, what})
}

// together reports whether a project can have both layers.
func (c *Catalog) together(a, b Layer) bool {
	category, _ := c.Category(a.Category)
	return a.Category == "" || a.Category != b.Category || a.Name == b.Name || category.Many
}

func (c *checker) setting(l Layer, g Group, s Setting) {
	c.once(l, "setting "+s.Name, s)
	ok := func(ok bool, problem string) { c.holds(l, ok, "setting %s: %s", s.Name, problem) }
	ok(isVariable(strings.Replace(s.Name, ClientVariable, "CLIENT", 1)), "want a name of A-Z, 0-9 and _")
	ok(g.Title != "", "its group has no title")
	ok(isSentence(s.About), "want one sentence that describes it")
	ok(!s.Required || s.Default == "" && s.Dev != "", "a required setting needs a value in dev and must not have a default")
	ok(!s.Secret || s.Default == "" && s.Production == "" && s.Image == "", "a secret must not have a value in production")
	for _, value := range s.Values() {
		ok(isValue(value), "not representable in all formats: "+value)
		ok(c.expands(value), value+": unknown service")
	}
}

func (c *checker) service(l Layer, s Service) {
	c.once(l, "service "+s.Name, s)
	for _, port := range append([]int{s.Port}, s.Ports...) {
		c.once(l, fmt.Sprintf("port %d", port), s)
		c.once(l, "setting "+s.PortVariable(port), s)
	}
	if s.Volume != "" {
		name, _, _ := strings.Cut(s.Volume, ":")
		c.once(l, "volume "+name, s)
	}
	ok := func(ok bool, problem string) { c.holds(l, ok, "service %s: %s", s.Name, problem) }
	ok(isHost(s.Name) && s.Name != "api" && s.Name != "name", "want a name of a-z, 0-9 and - other than api and name")
	ok(s.Title != "" && len(s.Health) > 0, "want a title and a health check")
	ok(pinned(s.Image), "want an image with a version tag, not "+s.Image)
	ok(s.Port > 0, "want a port")
	ok(s.Volume == "" || isVolume(s.Volume), "want a volume NAME:DIRECTORY")
	ok(isVariable(s.Test.Name), "want a variable with its address for tests")
	ok(strings.Contains(s.Test.Value, "<"+s.Name+">"), "want its address in "+s.Test.Name)
	ok(l.connects(s.Name), "no setting of the layer connects to it")
	for _, v := range append([]Var{s.Test}, s.Env...) {
		ok(isVariable(v.Name) && isValue(v.Value) && c.expands(v.Value), "not representable in all formats: "+v.Name+"="+v.Value)
	}
}

func (l Layer) connects(service string) bool {
	for _, g := range l.Settings {
		for _, s := range g.Settings {
			if s.Connects(service) {
				return true
			}
		}
	}
	return false
}

func (c *checker) code(l Layer, code Code) {
	c.once(l, fmt.Sprintf("code %d", code.Number), code)
	c.once(l, "code "+code.Name, code)
	if code.Error != "" {
		c.once(l, "code of "+code.Error, code)
	}
	ok := func(ok bool, problem string) { c.holds(l, ok, "code %d: %s", code.Number, problem) }
	ok(code.Number >= 1000 && code.Number <= 3999, "want 1000 to 3999")
	ok(code.Number%1000 >= 100 || l.Category == "", "codes that end in 000 to 099 are reserved for the base")
	ok(code.Name != "" && !strings.HasPrefix(code.Name, "Code"), "want a name without Code")
	ok(isPhrase(code.About), "want a phrase that describes it")
	if code.Error == "" {
		ok(code.Status == "" && code.Message == "", "has a status or message but no error")
		return
	}
	ok(strings.Contains(code.Error, "."), "want an error with its package")
	ok(strings.Contains(strings.ToLower(code.Status), "status"), "want a status as a Go expression, such as http.StatusConflict")
	ok(isPhrase(code.Message), "want a phrase as message")
}

func (c *checker) panel(l Layer, p Panel) {
	c.once(l, "panel "+p.Title+" in "+p.Row, p)
	ok := func(ok bool, problem string) { c.holds(l, ok, "panel %s: %s", p.Title, problem) }
	ok(isPhrase(p.Row) && isPhrase(p.Title), "want a title of the row and of the panel")
	ok(isSentence(p.About), "want one sentence that describes it")
	ok(p.Unit != "" && len(p.Queries) > 0, "want a unit and a query")
	for _, q := range p.Queries {
		ok(q.Expr != "" && q.Legend != "" && isASCII(q.Expr+q.Legend), "want a query and a legend in ASCII")
	}
}

// expands reports whether every <word> in a value is name or a service of the
// catalogue.
func (c *checker) expands(value string) bool {
	for part := range strings.SplitSeq(value, "<") {
		word, _, ok := strings.Cut(part, ">")
		if ok && word != "name" && !c.catalog.hasService(word) {
			return false
		}
	}
	return strings.Count(value, "<") == strings.Count(value, ">")
}

func (c *Catalog) hasService(name string) bool {
	for _, l := range c.Layers {
		for _, s := range l.Services {
			if s.Name == name {
				return true
			}
		}
	}
	return false
}

// isValue reports whether .env files, make, YAML and Markdown can represent a
// value without escaping.
func isValue(s string) bool { return !strings.ContainsAny(s, "'`$|\\\n") }

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= unicode.MaxASCII || r < ' ' })
}

func isVariable(s string) bool {
	return s != "" && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

func isHost(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func isVolume(s string) bool {
	name, folder, ok := strings.Cut(s, ":")
	return ok && isHost(name) && strings.HasPrefix(folder, "/")
}

// pinned reports whether the tag of an image has at least two numbers.
func pinned(image string) bool {
	_, tag, _ := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	return len(strings.FieldsFunc(tag, func(r rune) bool { return !unicode.IsDigit(r) })) >= 2
}

func isSentence(s string) bool {
	return s != "" && !strings.ContainsAny(s, "|\n") && strings.HasSuffix(s, ".") && strings.Count(s, "`")%2 == 0
}

func isPhrase(s string) bool {
	return s != "" && !strings.ContainsAny(s, "|\n\"") && !strings.HasSuffix(s, ".")
}
