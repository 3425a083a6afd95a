package spec_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

func TestConstraints(t *testing.T) {
	const fields = "book title:string isbn:string:unique author:ref=author status:enum(a|b) open:bool price:decimal text:text at:time "
	for constraint, want := range map[string]string{
		"unique(author,title)":                      "",
		"unique(author,status)":                     "",
		"index(status,at)":                          "",
		"index(open,at) index(at,open)":             "",
		"index(title,at) unique(title,at)":          "index(title,at): unique(title,at) includes an index",
		"unique(title,at) unique(at,title)":         "unique(title,at): unique(at,title) says the same",
		"index(title,at) index(title,at)":           "index(title,at) is listed twice",
		"unique(title)":                             "unique(title): it has one field; write title:string:unique instead",
		"index(title,title)":                        "index(title,title): title is listed twice",
		"unique(titel,at)":                          `unique(titel,at): "titel" is not a field of book; did you mean "title"?`,
		"unique(author_id,at)":                      "unique(author_id,at): author_id is a column; write the name of the field, author",
		"unique(title,text)":                        "unique(title,text): text is text, which cannot be one of several fields with an index",
		"index(price,at)":                           "index(price,at): price is decimal, which cannot be one of several fields with an index",
		"unique(title,isbn)":                        "unique(title,isbn): isbn is unique by itself, so that the others add nothing",
		"unique(status,open)":                       "unique(status,open): it would allow only one row for each combination of these values",
		"index(isbn,title)":                         "index(isbn,title): isbn is unique, so that its own index finds the one row",
		"unique(at,title) unique(no_such,title)":    `unique(no_such,title): "no_such" is not a field of book`,
		"unique(author,status) index(author,title)": "",
	} {
		r, err := spec.ParseResource(fields + constraint)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if bad := r.CheckConstraints(); len(bad) > 0 {
			got = bad[0]
		}
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", constraint, got, want)
		}
	}
	for _, text := range []string{"", "unique", "unique()", "unique(a", "timestamps=false", "uniq(a,b)", "title:string"} {
		if c, err := spec.ParseConstraint(text); err == nil {
			t.Errorf("%q is the constraint %s", text, c)
		}
	}
}

func TestChecks(t *testing.T) {
	const fields = "stay room:string note:text guests:int:max=9 seats:bigint price:decimal:scale=2 deposit:decimal score:float from:time to:time day:date open:bool status:enum(a|b) mood:enum(a|c) key:uuid data:json "
	for text, want := range map[string]string{
		"to > from":                            "",
		"to>from":                              "",
		"guests <= seats":                      "",
		"price >= deposit":                     "",
		"price <> 0.5":                         "",
		"score < -9.5":                         "",
		"open = true":                          "",
		"status <> 'b'":                        "",
		"room <> note":                         "",
		"room <> 'it is, ) not'":               "",
		"from >= '2024-05-17T08:30:00Z'":       "",
		"day = '2024-02-29'":                   "",
		"":                                     "",
		"to":                                   `check "to": want =, <>, <, <=, > or >= at its end`,
		"to >":                                 `check "to >": want a field, a number or a text in single quotes at its end`,
		"to !> from":                           `check "to !> from": want =, <>, <, <=, > or >= at character 4, which is '!'`,
		"> from":                               `check "> from": want a field at character 1, which is '>'`,
		"to > from and seats > 1":              `check "to > from and seats > 1": want nothing more, since a check is one comparison, at character 11, which is 'a'`,
		"to > 'x'y":                            `check "to > 'x'y": want nothing more, since a check is one comparison, at character 9, which is 'y'`,
		"to > now()":                           `check "to > now()": want nothing more, since a check is one comparison, at character 9, which is '('`,
		"too > from":                           `check "too > from": "too" is not a field of stay; did you mean "to"?`,
		"to > form":                            `check "to > form": "form" is not a field of stay; did you mean "room"?`,
		"to > day":                             `check "to > day": to is time and day is date, which cannot be compared`,
		"price > guests":                       `check "price > guests": price is decimal and guests is int, which cannot be compared`,
		"score > price":                        `check "score > price": score is float and price is decimal, which cannot be compared`,
		"room > note":                          `check "room > note": room is string, which takes = and <> only`,
		"status = mood":                        `check "status = mood": status is enum and mood is enum, which cannot be compared`,
		"key <> key":                           `check "key <> key": key is uuid, which cannot be compared`,
		"data = 1":                             `check "data = 1": data is json, which cannot be compared`,
		"to > to":                              `check "to > to": it compares to with itself`,
		"guests > 'x'":                         `check "guests > 'x'": the value for guests must be a whole number from -2147483648 to 2147483647, without quotes`,
		"guests > 2147483648":                  `check "guests > 2147483648": the value for guests must be a whole number from -2147483648 to 2147483647, without quotes`,
		"guests > 1.5":                         `check "guests > 1.5": the value for guests must be a whole number from -2147483648 to 2147483647, without quotes`,
		"from > '2024-05-17'":                  `check "from > '2024-05-17'": the value for from must be a time in UTC, as in '2024-05-17T08:30:00Z'`,
		"from > '2024-05-17T08:30:00+01:00'":   `check "from > '2024-05-17T08:30:00+01:00'": the value for from must be a time in UTC, as in '2024-05-17T08:30:00Z'`,
		"day > '2023-02-29'":                   `check "day > '2023-02-29'": the value for day must be a date, as in '2024-05-17'`,
		"status = 'c'":                         `check "status = 'c'": the value for status must be one of 'a', 'b'`,
		"open = 1":                             `check "open = 1": the value for open must be true or false`,
		"room = 1":                             `check "room = 1": the value for room must be a text in single quotes`,
		"guests > 0) check(guests > 0":         "check(guests > 0) is listed twice",
		"guests > 0) check(guests  >  0":       "check(guests > 0) is listed twice",
		"guests > seats) check(seats > guests": "",
	} {
		if text == "" {
			continue
		}
		r, err := spec.ParseResource(fields + "check(" + text + ")")
		got := ""
		if err != nil {
			got = err.Error()
		} else if bad := r.CheckConstraints(); len(bad) > 0 {
			got = bad[0]
		}
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestNoCase(t *testing.T) {
	for text, want := range map[string]string{
		"s:string:unique=nocase":                 "",
		"s:string:unique=nocase,required":        "",
		"s:string:unique,upsert":                 "upsert needs required and unique, without =nocase: a path has one form of a value",
		"s:string:required,upsert":               "upsert needs required and unique, without =nocase: a path has one form of a value",
		"s:string:required,unique=nocase,upsert": "upsert needs required and unique, without =nocase: a path has one form of a value",
		"s:time:required,unique,upsert":          "takes no upsert",
		"s:string:unique=nocase,index":           "unique includes an index; leave out index",
		"s:string:unique=case":                   "unique takes no value but nocase",
		"s:string:unique=":                       "unique takes no value but nocase",
		"s:int:unique=nocase":                    "int takes no unique=nocase",
		"s:uuid:unique=nocase":                   "uuid takes no unique=nocase",
	} {
		f, err := spec.ParseField(text)
		got := ""
		if err != nil {
			got = err.Error()
		} else if bad := f.Check(); len(bad) > 0 {
			got = bad[0]
		}
		if want == "" && got != "" || !strings.HasSuffix(got, want) {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	if f, _ := spec.ParseField("s:string:unique=nocase,required"); f.String() != "s:string:required,unique=nocase" {
		t.Errorf("it becomes %s", f)
	}
}

// Names of indexes in the database do not clash.
func TestConstraintNames(t *testing.T) {
	for line, want := range map[string]string{
		"book a:int b_c:int a_b:int c:int unique(a,b_c) unique(a_b,c)": `resources[0].unique: unique(a_b,c): its name in the database, books_a_b_c_key, is that of unique(a,b_c) of "book"; list its fields in another order`,
		"book a:int b:int a_b:int:index index(a,b)":                    `resources[0].index: index(a,b): its name in the database, books_a_b_idx, is that of the field "a_b" of "book"; list its fields in another order`,
		"book a:int b:int a_b:int:unique index(a,b)":                   "",
	} {
		s := &spec.Spec{Name: "myapi", Options: layer.Choices{"database": {"sqlite"}}}
		r, err := spec.ParseResource(line)
		if err != nil {
			t.Fatal(err)
		}
		s.Resources = []spec.Resource{r}
		got := ""
		s.Fill(catalog())
		if err := s.Validate(catalog()).Err(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", line, got, want)
		}
	}
}
