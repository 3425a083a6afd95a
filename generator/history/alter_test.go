package history_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator/history"
	"github.com/gen-go/gen/generator/spec"
)

func TestDecisions(t *testing.T) {
	type lines = []string
	rename := func(text string) spec.Migration {
		m, err := spec.ParseMigration(catalog(), "rename "+text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	rows := func(r spec.Rows) spec.Decisions {
		return spec.Decisions{Rows: map[string]spec.Rows{"note.s": r}}
	}
	renames := func(texts ...string) spec.Decisions {
		var d spec.Decisions
		for _, text := range texts {
			d.Renames = append(d.Renames, rename(text))
		}
		return d
	}
	const narrow = "database=narrow"
	for name, tt := range map[string]struct {
		was, now lines
		decide   spec.Decisions
		commit   bool  // the migrations that there are
		added    lines // to the history
		problems lines
	}{
		"optional":                       {was: lines{"note s:string:required"}, now: lines{"note s:string"}, added: lines{"change note s:string"}},
		"default":                        {was: lines{"note s:string"}, now: lines{"note s:string:default=x"}, added: lines{"change note s:string:default=x"}},
		"default, another fill":          {was: lines{"note s:string"}, now: lines{"note s:string:default=x"}, decide: rows(spec.Rows{Fill: "y"}), added: lines{"change note s:string:default=x fill=y"}},
		"other default":                  {was: lines{"note s:int:default=1"}, now: lines{"note s:int:default=2"}, added: lines{"change note s:int:default=2"}},
		"required by default":            {was: lines{"note s:int:default=1"}, now: lines{"note s:int:required"}, added: lines{"change note s:int:required"}},
		"unique":                         {was: lines{"note s:int:index"}, now: lines{"note s:int:unique"}, added: lines{"change note s:int:unique"}},
		"whatever the case":              {was: lines{"note s:string:unique"}, now: lines{"note s:string:unique=nocase"}, added: lines{"change note s:string:unique=nocase"}},
		"new value":                      {was: lines{"note s:enum(a|b)"}, now: lines{"note s:enum(a|b|c)"}, added: lines{"change note s:enum(a|b|c)"}},
		"required":                       {was: lines{"note s:int"}, now: lines{"note s:int:required,min=2"}, decide: rows(spec.Rows{Fill: "2"}), added: lines{"change note s:int:required fill=2"}},
		"required or fail":               {was: lines{"note s:date"}, now: lines{"note s:date:required"}, decide: rows(spec.Rows{Reject: true}), added: lines{"change note s:date:required reject"}},
		"value removed":                  {was: lines{"note s:enum(a|b)"}, now: lines{"note s:enum(a)"}, decide: rows(spec.Rows{Fill: "a"}), added: lines{"change note s:enum(a) fill=a"}},
		"longer":                         {was: lines{narrow, "note s:string:max=9"}, now: lines{narrow, "note s:string:max=10"}, added: lines{"change note s:string:max=10"}},
		"shorter":                        {was: lines{narrow, "note s:string:max=10"}, now: lines{narrow, "note s:string:max=9"}, decide: rows(spec.Rows{Truncate: true}), added: lines{"change note s:string:max=9 truncate"}},
		"shorter and required":           {was: lines{narrow, "note s:string:max=10"}, now: lines{narrow, "note s:string:max=9,required"}, decide: rows(spec.Rows{Truncate: true, Fill: "x"}), added: lines{"change note s:string:required,max=9 fill=x truncate"}},
		"no length in SQL":               {was: lines{"note s:string:max=10"}, now: lines{"note s:string:max=9"}},
		"no length in SQL, renamed":      {was: lines{"!create note s:string:max=10", "!rename note.s t", "!rename note memo", "memo t:string:max=10"}, now: lines{"memo t:string:max=9"}},
		"no length in SQL, renamed, own": {was: lines{"!create note s:string:max=10", "!rename note.s t", "!rename note memo", "!own fill memo t:string:max=10", "memo t:string:max=10"}, now: lines{"memo t:string:max=9"}},
		"no length in SQL, cut":          {was: lines{"note s:string:max=10"}, now: lines{"note s:string:max=9"}, decide: rows(spec.Rows{Truncate: true}), added: lines{"change note s:string:max=9 truncate"}},

		"searched":                         {was: lines{"note s:string:index"}, now: lines{"note s:string:index,search"}, added: lines{"change note s:string:index,search"}},
		"no longer searched":               {was: lines{"note s:text:search"}, now: lines{"note s:text"}, added: lines{"change note s:text"}},
		"filtered, which no column shows":  {was: lines{"note s:text"}, now: lines{"note s:text:filter"}},
		"wider type":                       {was: lines{"note s:int:index"}, now: lines{"note s:bigint:index"}, added: lines{"change note s:bigint:index"}},
		"wider type, twice":                {was: lines{narrow, "note s:string:unique,max=9"}, now: lines{narrow, "note s:text"}, added: lines{"change note s:string:max=9", "change note s:text"}},
		"narrower type":                    {was: lines{"note s:bigint"}, now: lines{"note s:int"}, problems: lines{`resources[0].fields[0]: field "s": gen does not generate a migration that changes s:bigint to s:int; keep the field, or write one and add it to migrations: own change_s note s:int`}},
		"one dropped, one perhaps renamed": {was: lines{"note s:int u:int"}, now: lines{"note t:int"}, decide: spec.Decisions{Dropped: lines{"note.s"}}, problems: lines{`resources[0].fields[0]: field "u" is gone and "t", which is similar, is new: --rename note.u=t keeps its data; if it is another one, --drop note.u drops the data`, `: decide all of it at once, such as: gen apply --drop note.s --rename note.u=t`}},
		"one dropped, one renamed":         {was: lines{"note s:int u:int"}, now: lines{"note t:int"}, decide: renames("note.u t"), added: lines{"rename note.u t", "remove note s:int"}},

		"key on text":          {was: lines{narrow, "note s:string:max=90"}, now: lines{narrow, "note s:string:max=9,required,unique"}, decide: rows(spec.Rows{Truncate: true, Fill: "x"}), added: lines{"change note s:string:required,max=9 fill=x truncate", "change note s:string:required,unique,max=9"}},
		"key dropped for text": {was: lines{narrow, "note s:string:max=9,index"}, now: lines{narrow, "note s:string:max=90"}, added: lines{"change note s:string:max=9", "change note s:string:max=90"}},

		"no value":          {was: lines{"note s:int"}, now: lines{"note s:int:required"}, problems: lines{`resources[0].fields[0]: field "s": rows may have no value: --fill note.s=VALUE gives them one, --reject note.s makes the migration fail if there are any`}},
		"removed value":     {was: lines{"note s:enum(a|b|c)"}, now: lines{"note s:enum(b):default=b"}, problems: lines{`resources[0].fields[0]: field "s": rows may have the value a or c: --fill note.s=VALUE replaces it, --reject note.s makes the migration fail if there are any`}},
		"long values":       {was: lines{narrow, "note s:string:max=10"}, now: lines{narrow, "note s:string:max=9"}, problems: lines{`resources[0].fields[0]: field "s": rows may have longer values: --truncate note.s cuts them, --reject note.s makes the migration fail if there are any`}},
		"more digits":       {was: lines{"note s:decimal:scale=2"}, now: lines{"note s:decimal:scale=3"}, added: lines{"change note s:decimal:scale=3"}},
		"any digits":        {was: lines{"note s:decimal:scale=2"}, now: lines{"note s:decimal"}, added: lines{"change note s:decimal"}},
		"digits cut":        {was: lines{"note s:decimal"}, now: lines{"note s:decimal:scale=2"}, decide: rows(spec.Rows{Truncate: true}), added: lines{"change note s:decimal:scale=2 truncate"}},
		"digits rejected":   {was: lines{"note s:decimal:scale=1"}, now: lines{"note s:decimal:scale=0,default=5"}, decide: rows(spec.Rows{Reject: true}), added: lines{"change note s:decimal:scale=0,default=5 reject"}},
		"too many digits":   {was: lines{"note s:decimal:scale=3"}, now: lines{"note s:decimal:scale=2"}, problems: lines{`resources[0].fields[0]: field "s": rows may have more digits after the point: --truncate note.s cuts them off, --reject note.s makes the migration fail if there are any`}},
		"no digits to cut":  {was: lines{"note s:decimal:scale=2"}, now: lines{"note s:decimal:scale=3"}, decide: rows(spec.Rows{Truncate: true}), problems: lines{`resources[0].fields[0]: field "s": --truncate note.s: the field does not become shorter`}},
		"fill with a digit": {was: lines{"note s:decimal"}, now: lines{"note s:decimal:scale=1,required"}, decide: rows(spec.Rows{Fill: "1.25", Truncate: true}), problems: lines{`resources[0].fields[0]: field "s": as the value of rows: "1.25" is not a value for decimal: use a number with at most 18 digits before the point and 1 after it`}},
		"fill below min": {was: lines{"note s:int"}, now: lines{"note s:int:required,min=2"}, decide: rows(spec.Rows{Fill: "1"}), problems: lines{
			`resources[0].fields[0]: field "s": as the value of rows: 1 is below min 2`,
		}},
		"fill without a form": {was: lines{"note s:date"}, now: lines{"note s:date:required"}, decide: rows(spec.Rows{Fill: "2024-01-01"}), problems: lines{
			`resources[0].fields[0]: field "s": rows cannot be filled with a value of the type date: fill them by a migration of your own first, and reject others`,
		}},
		"fill with a new value": {was: lines{"note s:enum(a|b)"}, now: lines{"note s:enum(a|c)"}, decide: rows(spec.Rows{Fill: "c"}), problems: lines{
			`resources[0].fields[0]: field "s": c is not a value of the column yet; add it by a change of its own, then remove b`,
		}},
		"nothing to fill":     {was: lines{"note s:int:default=1"}, now: lines{"note s:int:required"}, decide: rows(spec.Rows{Fill: "1"}), problems: lines{`resources[0].fields[0]: field "s": --fill note.s: no row needs another value`}},
		"nothing to cut":      {was: lines{narrow, "note s:string:max=9"}, now: lines{narrow, "note s:string:max=10"}, decide: rows(spec.Rows{Truncate: true}), problems: lines{`resources[0].fields[0]: field "s": --truncate note.s: the field does not become shorter`}},
		"nothing to reject":   {was: lines{"note s:int"}, now: lines{"note s:int:unique"}, decide: rows(spec.Rows{Reject: true}), problems: lines{`resources[0].fields[0]: field "s": --reject note.s: no row can conflict with the change`}},
		"no change":           {was: lines{"note s:int"}, now: lines{"note s:int"}, decide: rows(spec.Rows{Fill: "1"}), problems: lines{`: nothing to decide about the rows of note.s: it does not change, or no row can conflict with the change`}},
		"no room":             {was: lines{narrow, "note a:string:max=20 b:string:max=20 s:string:max=8"}, now: lines{narrow, "note a:string:max=20 b:string:max=20 s:string:max=8,index"}, problems: lines{`: note: field "s": it does not fit into a row of narrow; give it a smaller max`}},
		"other type":          {was: lines{"note s:int"}, now: lines{"note s:text"}, problems: lines{`resources[0].fields[0]: field "s": gen does not generate a migration that changes s:int to s:text; keep the field, or write one and add it to migrations: own change_s note s:text`}},
		"undone":              {was: lines{"!create note s:int", "!change note s:int:unique", "note s:int:unique"}, now: lines{"note s:int"}, added: lines{"-change note s:int:unique"}},
		"undone partly":       {was: lines{"!create note s:int", "!change note s:int:unique", "note s:int:unique"}, now: lines{"note s:int:index"}, added: lines{"change note s:int:index"}},
		"changed in the past": {was: lines{"!create note s:int", "!change note s:int:index", "note s:int:index"}, now: lines{"note s:int:index t:int"}, added: lines{"add note t:int"}},

		"field renamed":                    {was: lines{"note s:int"}, now: lines{"note t:int"}, decide: renames("note.s t"), added: lines{"rename note.s t"}},
		"field renamed and changed":        {was: lines{"note s:int"}, now: lines{"note t:int:index"}, decide: renames("note.s t"), added: lines{"rename note.s t", "change note t:int:index"}},
		"rename undone":                    {was: lines{"!create note s:int", "!rename note.s t", "note t:int"}, now: lines{"note s:int"}, decide: renames("note.t s"), added: lines{"-rename note.s t"}},
		"field perhaps renamed":            {was: lines{"note s:int"}, now: lines{"note t:int:index"}, problems: lines{`resources[0].fields[0]: field "s" is gone and "t", which is similar, is new: gen rename field note s t keeps its data; if it is another one, gen apply --drop note.s drops the data`}},
		"field of another type":            {was: lines{"note s:int"}, now: lines{"note t:text"}, added: lines{"remove note s:int", "add note t:text"}},
		"field dropped":                    {was: lines{"note s:int"}, now: lines{"note t:int"}, decide: spec.Decisions{Dropped: lines{"note.s"}}, added: lines{"remove note s:int", "add note t:int"}},
		"reference renamed":                {was: lines{"author a:int", "note by:ref=author"}, now: lines{"author a:int", "note of:ref=author"}, decide: renames("note.by of"), added: lines{"rename note.by of"}},
		"resource renamed":                 {was: lines{"author a:int", "note by:ref=author up:ref=note"}, now: lines{"author a:int", "memo by:ref=author up:ref=memo"}, decide: renames("note memo"), added: lines{"rename note memo"}},
		"resource referred to":             {was: lines{"author a:int", "note by:ref=author"}, now: lines{"writer a:int", "note by:ref=writer"}, decide: renames("author writer"), added: lines{"rename author writer"}},
		"resource renamed, then field":     {was: lines{"note s:int"}, now: lines{"memo t:int"}, decide: renames("note memo", "memo.s t"), added: lines{"rename note memo", "rename memo.s t"}},
		"other plural":                     {was: lines{"note s:int"}, now: lines{"note/remarks s:int"}, added: lines{"rename note note/remarks"}},
		"plural undone":                    {was: lines{"!create note s:int", "!rename note note/remarks", "note/remarks s:int"}, now: lines{"note s:int"}, added: lines{"-rename note note/remarks"}},
		"resource perhaps renamed":         {was: lines{"!create note s:int", "!own fill", "note s:int"}, now: lines{"memo s:int"}, problems: lines{`resources[0]: resource "note" is gone and "memo", which is similar, is new: gen rename resource note memo keeps its data; if it is another one, gen apply --drop note drops the data`}},
		"resource dropped":                 {was: lines{"!create note s:int", "!own fill", "note s:int"}, now: lines{"memo s:int"}, decide: spec.Decisions{Dropped: lines{"note"}}, added: lines{"drop note s:int", "create memo s:int"}},
		"resource renamed and field added": {was: lines{"note s:int"}, now: lines{"memo s:int t:int"}, decide: renames("note memo"), added: lines{"rename note memo", "add memo t:int"}},
		"resource perhaps renamed and a field added": {was: lines{"note s:int"}, now: lines{"tag x:int", "memo s:int t:int"}, commit: true, problems: lines{
			`resources[1]: resource "note" is gone and "memo", which is similar, is new: gen rename resource note memo keeps its data; if it is another one, gen apply --drop note drops the data`,
		}},
		"resource perhaps renamed, half of its fields, a changed one": {was: lines{"note s:int t:int u:text v:text"}, now: lines{"memo s:bigint t:int:required"}, commit: true, problems: lines{
			`resources[0]: resource "note" is gone and "memo", which is similar, is new: gen rename resource note memo keeps its data; if it is another one, gen apply --drop note drops the data`,
		}},
		"resource perhaps renamed that refers to itself": {was: lines{"note s:int up:ref=note"}, now: lines{"memo s:int up:ref=memo"}, commit: true, problems: lines{
			`resources[0]: resource "note" is gone and "memo", which is similar, is new: gen rename resource note memo keeps its data; if it is another one, gen apply --drop note drops the data`,
		}},
		"resource with fewer than half of the fields": {was: lines{"note s:int t:int u:int"}, now: lines{"memo s:int x:text"}, commit: true, added: lines{"drop note s:int t:int u:int", "create memo s:int x:text"}},
		"resource without similarity":                 {was: lines{"note s:int"}, now: lines{"memo t:int"}, commit: true, added: lines{"drop note s:int", "create memo t:int"}},
		"two resources perhaps renamed, best first": {was: lines{"note s:int t:int", "memo s:int t:int u:int"}, now: lines{"tag s:int t:int u:int", "label s:int t:int"}, commit: true, problems: lines{
			`resources[0]: resource "memo" is gone and "tag", which is similar, is new: --rename memo=tag keeps its data; if it is another one, --drop memo drops the data`,
			`resources[1]: resource "note" is gone and "label", which is similar, is new: --rename note=label keeps its data; if it is another one, --drop note drops the data`,
			`: decide all of it at once, such as: gen apply --rename memo=tag --rename note=label`,
		}},
		"resource referred to, perhaps renamed": {was: lines{"author a:int", "note by:ref=author of:ref=author"}, now: lines{"writer a:int", "note by:ref=writer:unique from:ref=writer"}, commit: true, problems: lines{
			`resources[0]: resource "author" is gone and "writer", which is similar, is new: --rename author=writer keeps its data; if it is another one, --drop author drops the data`,
			`resources[1].fields[1]: field "of" is gone and "from", which is similar, is new: --rename note.of=from keeps its data; if it is another one, --drop note.of drops the data`,
			`: decide all of it at once, such as: gen apply --rename author=writer --rename note.of=from`,
		}},
		"two fields perhaps renamed, best first": {was: lines{"note g:int h:int"}, now: lines{"note hh:int gg:bigint"}, problems: lines{
			`resources[0].fields[0]: field "h" is gone and "hh", which is similar, is new: --rename note.h=hh keeps its data; if it is another one, --drop note.h drops the data`,
			`resources[0].fields[1]: field "g" is gone and "gg", which is similar, is new: --rename note.g=gg keeps its data; if it is another one, --drop note.g drops the data`,
			`: decide all of it at once, such as: gen apply --rename note.h=hh --rename note.g=gg`,
		}},
		"one of two fields renamed": {was: lines{"note g:int h:int"}, now: lines{"note gg:int hh:int"}, decide: renames("note.g gg"), problems: lines{
			`resources[0].fields[1]: field "h" is gone and "hh", which is similar, is new: --rename note.h=hh keeps its data; if it is another one, --drop note.h drops the data`,
			`: decide all of it at once, such as: gen apply --rename note.g=gg --rename note.h=hh`,
		}},
		"two fields renamed": {was: lines{"note g:int h:int"}, now: lines{"note gg:int hh:int"}, decide: renames("note.g gg", "note.h hh"), added: lines{"rename note.g gg", "rename note.h hh"}},
		"field perhaps renamed and widened": {was: lines{"note s:int"}, now: lines{"note t:bigint"}, problems: lines{
			`resources[0].fields[0]: field "s" is gone and "t", which is similar, is new: gen rename field note s t keeps its data; if it is another one, gen apply --drop note.s drops the data`,
		}},
		"table of an option": {was: lines{"example=bank", "note s:int"}, now: lines{"example=bank", "note/accounts s:int"}, problems: lines{`resources[0].name: "note": the table accounts belongs to example bank`}},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog()
			was, now := specOf(t, cat, tt.was...), specOf(t, cat, tt.now...)
			if err := validate(cat, was).Err(); err != nil {
				t.Fatal(err)
			}
			terms := at(clock)
			terms.Decisions = tt.decide
			terms.Committed = func(int64) bool { return tt.commit }
			var got lines
			for _, p := range history.Evolve(cat, now, was, terms) {
				got = append(got, p.Path+": "+p.Message)
			}
			if diff := cmp.Diff(tt.problems, got); diff != "" {
				t.Fatalf("problems (-want +got):\n%s", diff)
			}
			if tt.problems != nil {
				return
			}
			if err := validate(cat, now).Err(); err != nil {
				t.Fatalf("%v\n%s", err, strings.Join(steps(now.Migrations), "\n"))
			}
			before, after := steps(was.History(cat)), steps(now.History(cat))
			if len(tt.added) == 0 { // the length is retold
				if len(before) != len(after) {
					t.Errorf("history: %s", after)
				}
				return
			}
			if diff := cmp.Diff(tt.added, difference(before, after)); diff != "" {
				t.Errorf("history (-want +got):\n%s", diff)
			}
			if again := clone(t, cat, now); len(history.Evolve(cat, again, now, at(clock))) > 0 || string(marshal(t, cat, again)) != string(marshal(t, cat, now)) {
				t.Error("the result is not stable")
			}
		})
	}
}

// difference returns the steps that are new, and those that are gone with a
// minus sign.
func difference(before, after []string) []string {
	var found []string
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	for _, step := range before[same:] {
		found = append(found, "-"+step)
	}
	return append(found, after[same:]...)
}

func TestAlterRefusals(t *testing.T) {
	base := []string{createAuthor, createBook}
	for text, want := range map[string]string{
		"change book":                            "change takes a resource and a field, as in 'change book title:string:required fill=unknown'",
		"change book title":                      `field "title": missing type, as in title:string`,
		"change book/tomes title:string":         `"book/tomes": the plural belongs in the migration that creates the table`,
		"change book title:string max=5":         `"max=5": a changed field may be followed by fill=VALUE, truncate and reject, each once`,
		"change book title:string fill=":         `"fill=": a changed field may be followed by fill=VALUE, truncate and reject, each once`,
		"change book title:string reject reject": `"reject": a changed field may be followed by fill=VALUE, truncate and reject, each once`,
		"change tome title:string":               `there is no table for "tome"`,
		"change book n:int":                      `"book" has no column n`,
		"change book title:int":                  "gen does not generate a migration that changes the type of title:string:required to that of title:int",
		"rename book.title":                      "rename takes two names, as in 'rename book.isbn isbn13' and 'rename book title'",
		"rename book. title":                     "is missing",
		"rename book.title Name":                 `"Name": use snake_case, lower-case letters and digits, starting with a letter`,
		"rename book.n m":                        `"book" has no field n`,
		"rename book.title author_id":            `"book" already has a column author_id`,
		"rename tome book":                       `there is no table for "tome"`,
		"rename book author":                     `"author" already exists; drop it first`,
		"rename book tome/authors":               `"tome": its table authors already exists, for "author"`,
	} {
		_, got := load(book(append(base, text)...))
		if len(got) == 0 || !strings.HasSuffix(got[0], ": "+want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}
