package templates_test

import (
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/render"
	"github.com/gen-go/gen/generator/spec"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/covering"
	"github.com/gen-go/gen/templates"
)

// shapes are sets of resources that combinations are tested with. Lines that
// start with ! are their history.
var shapes = map[string][]string{
	"no resource": nil,
	"one resource": {
		"book id=int bulk=true title:string:required,max=200 price:decimal published:date isbn:string:unique",
		"!create book isbn:string:unique note:text", "!own fill_titles", "!add book title:string:required,max=200", "!add book price:decimal",
		"!remove book note:text", "!create shelf name:string", "!drop shelf name:string", "!add book published:date",
	},
	"references": {
		"country id=int code:string:required,unique,upsert", "author id=uuid softdelete=true bulk=true name:string:required country:ref=country", "book softdelete=true bulk=true title:string:required author:ref=author:required editor:ref=author",
		"review book:ref=book:required,unique country:ref=country text:text", "category timestamps=false name:string parent:ref=category", "node softdelete=true bulk=true name:string parent:ref=node:unique", "club bulk=true author:ref=author:unique members:refs=author books:refs=book",
	},
	"every kind of field": {
		"thing softdelete=true bulk=true a:string:required b:text c:int:index d:bigint:default=4 e:float:default=1.5 f:decimal:min=1,default=2 g:bool:default=true h:time:required " +
			"i:date j:uuid:unique k:enum(x|Y z):default=x l:json m:string:unique type:string range:int:required order:bigint " +
			"n:decimal:scale=2 o:decimal:scale=4,min=0,default=1.5 p:bytes s:bytes:required,max=100 t:string[]:items=5 u:enum(a|B c)[]:required",
		"person name:string", "order item:string limit:int", "key part:string:unique", "patch rule:bool with:enum(patch|values|Patch)", "route change:json", "member group:string:unique desc:text",
		"result slice:int:unique method:string:unique", "item size:float", "isbn at:time:index on:date:unique", "flag set:bool:required data:json:required",
	},
	"rows of users": {
		"folder id=uuid name:string:required user:owner", "label id=int timestamps=false name:string:required,unique author:owner", "tag name:string",
		"note text:text:required slug:string user:owner folder:ref=folder:on_delete=cascade parent:ref=note labels:refs=label tags:refs=tag unique(user,slug)",
		"page note:ref=note:required,unique text:text user:owner", "memo title:string:required",
	},
	"constraints": {
		"book title:string:required,max=100,search code:string:max=20,required,unique=nocase edition:int:required,filter starts_at:time ends_at:time " +
			"price:decimal:scale=2,filter note:text:search status:enum(draft|sold out):default=draft,filter unique(title,edition) index(status,starts_at) check(ends_at > starts_at) check(price >= 0.5)",
		"shelf room:string:required,max=50,filter row:int:required number:int:required,unique,upsert serial:bigint:asstring,required,unique,upsert uid:uuid:required,unique,upsert unique(room,row)",
	},
	// Resources with the kinds of fields in the combination.
	"some fields": nil,
}

// shapeNames returns the names of the shapes, "no resource" first.
func shapeNames() []string {
	names := slices.Sorted(maps.Keys(shapes))
	return slices.Insert(slices.DeleteFunc(names, func(n string) bool { return n == "no resource" }), 0, "no resource")
}

// inapplicable is the value of a category that is not compatible with the
// other values.
const inapplicable = "-"

var yesNo = []string{"no", "yes"}

// combination is a possible choice of options and resources. It has a value
// for each category and a shape for "resources", and "clients" is yes or no. A category that allows
// several options has a key for each, such as middleware/cors, and so has each
// kind of field, such as field/uuid, field/unique, field/nullable and
// field/bounded, and each form of strings, such as field/email; their values are
// yes and no.
type combination map[string]string

func (c combination) String() string { return covering.Row(c).String() }

// name returns the chosen options, as the name of a test.
func (c combination) name() string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(c)) {
		switch answer := c[key]; answer {
		case "no", layer.None, inapplicable:
		case "yes":
			words = append(words, path.Base(key))
		default:
			words = append(words, answer)
		}
	}
	return strings.ReplaceAll(strings.Join(words, ","), " ", "_")
}

// space returns the space of all combinations that are valid projects.
func space(t testing.TB, cat *layer.Catalog) *covering.Space {
	t.Helper()
	l := newLanguage(cat)
	s, err := covering.New(l.factors, slices.Concat(l.needs(cat), l.fields(cat))...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// language translates the conditions of a catalogue into rules about
// combinations.
type language struct {
	factors []covering.Factor
	words   map[string]covering.Rule // word → when it holds
}

func newLanguage(cat *layer.Catalog) *language {
	l := &language{words: map[string]covering.Rule{}}
	names := map[string]int{}
	for _, k := range cat.Categories {
		answers := covering.Factor{Name: k.Name}
		if len(k.Needs) > 0 && !k.Many {
			answers.Values = append(answers.Values, inapplicable)
		}
		for _, option := range cat.Answers(k) {
			answers.Values = append(answers.Values, option.Name)
		}
		for _, option := range cat.Options(k.Name) {
			in := covering.In{Factor: k.Name, Values: []string{option.Name}}
			if k.Many {
				in = covering.In{Factor: option.ID(), Values: yesNo[1:]}
				l.factors = append(l.factors, covering.Factor{Name: option.ID(), Values: yesNo})
			}
			names[option.Name]++
			l.words[option.Name] = covering.Rule{in}
			l.words[k.Name+"."+option.Name] = covering.Rule{in}
			l.words[k.Name] = append(l.words[k.Name], in)
		}
		if !k.Many {
			l.factors = append(l.factors, answers)
		}
	}
	for name, n := range names {
		if _, category := cat.Category(name); n > 1 && !category {
			delete(l.words, name)
		}
	}
	l.words["clients"] = covering.Rule{{Factor: "clients", Values: yesNo[1:]}}
	l.factors = append(l.factors, covering.Factor{Name: "clients", Values: yesNo}, covering.Factor{Name: "resources", Values: shapeNames()})
	for _, word := range fieldWords() {
		l.factors = append(l.factors, covering.Factor{Name: "field/" + word, Values: yesNo})
	}
	return l
}

// formula is a conjunction of rules.
type formula []covering.Rule

// or returns the disjunction of two formulas.
func (f formula) or(g formula) formula {
	var both formula
	for _, a := range f {
		for _, b := range g {
			both = append(both, slices.Concat(a, b))
		}
	}
	return both
}

// holds returns when a condition holds; see layer.Facts.
func (l *language) holds(condition string) formula {
	if word, negated := strings.CutPrefix(condition, "!"); negated {
		return l.not(l.words[word])
	}
	var words covering.Rule
	for word := range strings.SplitSeq(condition, ",") {
		words = append(words, l.words[word]...)
	}
	return formula{words}
}

func (l *language) fails(condition string) formula {
	if word, negated := strings.CutPrefix(condition, "!"); negated {
		return formula{l.words[word]}
	}
	return l.not(l.holds(condition)[0])
}

// not returns the negation of a rule.
func (l *language) not(r covering.Rule) formula {
	var all formula
	for _, in := range r {
		i := slices.IndexFunc(l.factors, func(f covering.Factor) bool { return f.Name == in.Factor })
		others := slices.DeleteFunc(slices.Clone(l.factors[i].Values), func(v string) bool { return slices.Contains(in.Values, v) })
		all = append(all, covering.Rule{{Factor: in.Factor, Values: others}})
	}
	return all
}

// needs returns the rules of the catalogue: options have their needs met, and
// required categories have a value.
func (l *language) needs(cat *layer.Catalog) formula {
	var rules formula
	for _, k := range cat.Categories {
		chosen, unmet := l.words[k.Name], formula{nil}
		for _, need := range k.Needs {
			rules = append(rules, l.not(chosen).or(l.holds(need.Condition))...)
			unmet = unmet.or(l.fails(need.Condition))
		}
		if !k.MayBeEmpty() {
			rules = append(rules, formula{chosen}.or(unmet)...)
		}
	}
	for _, option := range cat.Layers {
		for _, need := range option.Needs {
			rules = append(rules, l.not(l.words[option.Category+"."+option.Name]).or(l.holds(need.Condition))...)
		}
	}
	return rules
}

// fields returns the rules for resources. References need a database, and
// kinds of fields apply to one shape.
func (l *language) fields(cat *layer.Catalog) formula {
	some := covering.In{Factor: "resources", Values: []string{"some fields"}}
	yes := func(word string) covering.In { return covering.In{Factor: "field/" + word, Values: yesNo[1:]} }
	no := func(word string) covering.In { return covering.In{Factor: "field/" + word, Values: yesNo[:1]} }
	var anyKind, beside, keys, nullable, databases, users covering.Rule
	for _, kind := range spec.Kinds {
		anyKind = append(anyKind, yes(string(kind)))
		if kind != spec.Ref && kind != spec.Refs && kind != spec.Owner {
			beside = append(beside, yes(string(kind)))
		}
		if kind != spec.JSON && kind != spec.Bytes && kind != spec.List && kind != spec.Refs && kind != spec.Owner {
			nullable = append(nullable, yes(string(kind)))
		}
		if unique(fieldOf(kind)).Unique {
			keys = append(keys, yes(string(kind)))
		}
	}
	for _, option := range cat.Options("database") {
		if option.SQL != nil {
			databases = append(databases, l.words["database."+option.Name]...)
		}
	}
	for _, option := range cat.Layers {
		if option.Users != "" {
			users = append(users, l.words[option.Category+"."+option.Name]...)
		}
	}
	rules := formula{
		append(l.not(covering.Rule{some})[0], anyKind...),
		append(keys, no("unique")), append(nullable, no("nullable")), {yes(string(spec.Decimal)), no("bounded")}, {yes(string(spec.Decimal)), no("scaled")},
		{yes(string(spec.Money)), no("nullmoney")}, {yes("nullable"), no("nullmoney")}, {no(string(spec.Money)), no("nullable"), yes("nullmoney")},
		append(slices.Clone(beside), no(string(spec.Ref))), append(slices.Clone(beside), no(string(spec.Refs))), // the referenced resource has a field, too
		append(beside, no(string(spec.Owner))), append(slices.Clone(users), no(string(spec.Owner))),
		append(users, l.not(covering.Rule{{Factor: "resources", Values: []string{"rows of users"}}})[0]...),
		append(slices.Clone(databases), no(string(spec.Ref))), append(slices.Clone(databases), no(string(spec.Refs))),
		append(databases, l.not(covering.Rule{{Factor: "resources", Values: []string{"references", "rows of users"}}})[0]...),
	}
	for word := range forms {
		rules = append(rules, covering.Rule{yes(string(formOf(word).Kind)), no(word)})
	}
	for _, word := range fieldWords() {
		rules = append(rules, covering.Rule{some, no(word)})
	}
	return rules
}

// softDelete is a word about resources, which the shape with some fields has or not.
const softDelete = "softdelete"

// fieldWords returns the words of a spec about fields, without their prefix
// field-, and softDelete.
func fieldWords() []string {
	words := append([]string{softDelete, "unique", "nullable", "bounded", "scaled", "nullmoney"}, slices.Sorted(maps.Keys(forms))...)
	for _, kind := range spec.Kinds {
		words = append(words, string(kind))
	}
	return words
}

// forms are fields that words other than those of kinds are about.
var forms = map[string]string{
	"email": "string:email", "url": "string:url", "slug": "string:slug", "hostname": "string:hostname", "ip": "string:ip", "phone": "string:phone",
	"pattern": `string:pattern="[A-Z]{2}-\\d{1,4}"`, "notblank": "string:notblank", "normalized": "string:trim,lower",
	"asstring": "bigint:asstring",
}

// formOf returns the field that a word is about.
func formOf(word string) spec.Field {
	f, err := spec.ParseField("x_" + word + ":" + forms[word] + ",required")
	if err != nil {
		panic(err)
	}
	return f
}

// fieldOf returns a plain field of a kind.
func fieldOf(kind spec.Kind) spec.Field {
	f := spec.Field{Name: "x_" + string(kind), Kind: kind, Required: true}
	switch kind {
	case spec.Enum:
		f.Values = []string{"one", "other"}
	case spec.Ref:
		f.Ref = "keeper"
	case spec.Refs:
		f.Ref, f.Required = "keeper", false
	case spec.Owner:
		f.Required = false
	}
	return f
}

// unique makes a field unique, for kinds that can be.
func unique(f spec.Field) spec.Field {
	f.Unique = true
	f.Unique = len(f.Check()) == 0
	return f
}

// someFields returns resources with the kinds of fields in the combination.
func (c combination) someFields() []spec.Resource {
	thing, keeper := spec.Resource{Name: "thing"}, spec.Resource{Name: "keeper"}
	thing.SoftDelete = c["field/"+softDelete] == "yes"
	keeper.SoftDelete = thing.SoftDelete
	for _, kind := range spec.Kinds {
		if c["field/"+string(kind)] != "yes" {
			continue
		}
		f := fieldOf(kind)
		f.Required = f.Required && c["field/nullable"] != "yes"
		if c["field/unique"] == "yes" {
			f = unique(f)
		}
		if kind == spec.Decimal && c["field/bounded"] == "yes" {
			f.Min = "0.5"
		}
		if kind == spec.Decimal && c["field/scaled"] == "yes" {
			f.Scale = "2"
		}
		thing.Fields = append(thing.Fields, f)
		if kind != spec.Ref && kind != spec.Refs {
			keeper.Fields = append(keeper.Fields, f)
		}
	}
	for _, word := range slices.Sorted(maps.Keys(forms)) {
		if c["field/"+word] == "yes" {
			f := formOf(word)
			f.Required = f.Required && c["field/nullable"] != "yes"
			thing.Fields, keeper.Fields = append(thing.Fields, f), append(keeper.Fields, f)
		}
	}
	if c["field/"+string(spec.Ref)] == "yes" || c["field/"+string(spec.Refs)] == "yes" {
		return []spec.Resource{keeper, thing}
	}
	return []spec.Resource{thing}
}

// choices returns the chosen options.
func (c combination) choices() layer.Choices {
	choices := layer.Choices{}
	for key, answer := range c {
		category, name, many := strings.Cut(key, "/")
		switch {
		case category == "clients" || category == "resources" || category == "field" || answer == inapplicable:
		case !many:
			choices[key] = []string{answer}
		case answer == "yes":
			choices[category] = append(choices[category], name)
		}
	}
	return choices
}

// spec returns the spec of a combination.
func (c combination) spec(cat *layer.Catalog) (*spec.Spec, error) {
	s := &spec.Spec{Name: "myapi", Module: "example.com/myapi", Options: c.choices()}
	if err := describe(cat, s, shapes[c["resources"]]); err != nil {
		return nil, err
	}
	if c["clients"] == "yes" {
		s.Clients = []spec.Client{{Name: "payments"}, {Name: "fraud_check"}}
	}
	if c["resources"] == "some fields" {
		s.Resources = c.someFields()
	}
	s.Fill(cat)
	if s.Migrations != nil {
		if err := history.Evolve(cat, s, s.Clone(), terms).Err(); err != nil { // for the tables of an example
			return nil, err
		}
	}
	return s, s.Validate(cat).Err()
}

// describe adds lines to a spec: resources, migrations prefixed by !, and clients
// prefixed by &.
func describe(cat *layer.Catalog, s *spec.Spec, lines []string) error {
	for _, line := range lines {
		if text, ok := strings.CutPrefix(line, "!"); ok {
			m, err := spec.ParseMigration(cat, text)
			if err != nil {
				return err
			}
			s.Migrations = append(s.Migrations, m)
			continue
		}
		if name, ok := strings.CutPrefix(line, "&"); ok {
			s.Clients = append(s.Clients, spec.Client{Name: name})
			continue
		}
		r, err := spec.ParseResource(line)
		if err != nil {
			return err
		}
		s.Resources = append(s.Resources, r)
	}
	return nil
}

// project returns all files, as gen new writes them.
func (c combination) project(cat *layer.Catalog) (tree.Tree, error) {
	s, err := c.spec(cat)
	if err != nil {
		return nil, err
	}
	return generator.Render(cat, s)
}

// sources returns the files that are type-checked, without those that take
// long to generate.
func (c combination) sources(cat *layer.Catalog) (tree.Tree, error) {
	s, err := c.spec(cat)
	if err != nil {
		return nil, err
	}
	return sources(cat, s)
}

func sources(cat *layer.Catalog, s *spec.Spec) (tree.Tree, error) {
	t, err := render.Tree(cat, s)
	if err != nil {
		return nil, err
	}
	// A minimal version of the package with the API documents.
	const docs = "package docs\n\nimport \"github.com/swaggo/swag\"\n\nvar SwaggerInfo = &swag.Spec{}\n"
	return t, t.Add("docs/docs.go", []byte(docs))
}

// combinations returns combinations that cover all possible choices of the
// given number of options.
func combinations(t testing.TB, cat *layer.Catalog, strength int) []combination {
	t.Helper()
	s := space(t, cat)
	return fromRows(s.Rows(1, s.Sets(strength)...))
}

func fromRows(rows []covering.Row) []combination {
	list := make([]combination, len(rows))
	for i, row := range rows {
		list[i] = combination(row)
	}
	return list
}

// TestSpace compares the space with the validation of gen.yaml: a random
// choice is in the space if and only if it is a valid spec with exactly these
// options.
func TestSpace(t *testing.T) {
	cat := templates.Catalog()
	l, s := newLanguage(cat), space(t, cat)
	rnd := rand.New(rand.NewPCG(1, 1))
	count := map[bool]int{}
	for range 20_000 {
		c := combination{}
		for _, f := range l.factors {
			c[f.Name] = f.Values[rnd.IntN(len(f.Values))]
			if strings.HasPrefix(f.Name, "field/") && c["resources"] != "some fields" {
				c[f.Name] = "no" // does not apply to other shapes
			}
		}
		described, err := c.spec(cat)
		want := err == nil && sameAnswers(cat, c, described)
		if _, got := s.With(covering.Row(c)); got != want {
			t.Fatalf("%s: in the space: %t, but validation: %v", c, got, err)
		}
		count[want]++
	}
	t.Logf("%d of 20,000 random choices are valid", count[true])
	if count[true] < 1000 || count[false] < 1000 {
		t.Error("too few valid choices were tested")
	}
}

// sameAnswers reports whether a spec has exactly the options of the
// combination, without defaults filled in, and the same facts about fields.
func sameAnswers(cat *layer.Catalog, c combination, s *spec.Spec) bool {
	facts, chosen := s.Facts(cat), c.choices()
	for _, word := range fieldWords() {
		fact := "field-" + word
		if word == softDelete {
			fact = word
		}
		if c["resources"] == "some fields" && facts[fact] != (c["field/"+word] == "yes") {
			return false
		}
	}
	for _, k := range cat.Categories {
		if k.MayBeEmpty() && slices.Equal(chosen[k.Name], []string{layer.None}) {
			delete(chosen, k.Name)
		}
	}
	return maps.EqualFunc(chosen, s.Options, func(a, b []string) bool {
		slices.Sort(a) // b is in catalogue order
		return slices.Equal(a, slices.Sorted(slices.Values(b)))
	})
}
