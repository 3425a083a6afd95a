package spec_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// withUsers returns a catalogue with an option that brings users.
func withUsers() *layer.Catalog {
	cat := guarded()
	last := &cat.Layers[len(cat.Layers)-1]
	last.Migrations, last.Tables, last.Users = 1, []string{"users"}, "users"
	return cat
}

func TestOwners(t *testing.T) {
	for name, tc := range map[string]struct{ auth, resources, want string }{
		"a note":        {"token", "[{name: note, fields: [text:text, user:owner]}]", ""},
		"another name":  {"token", "[{name: note, unique: [[author, slug]], fields: [slug:string, author:owner]}]", ""},
		"admins write":  {"token", "[{name: note, access: {write: admin}, fields: [text:text, user:owner]}]", ""},
		"without users": {"none", "[{name: note, fields: [text:text, user:owner]}]", `resources[0].fields[1]: field "user": an owner is a user, and users come with auth token`},
		"public": {
			"token", "[{name: note, access: {read: public}, fields: [text:text, user:owner]}]",
			"resources[0].access.read: rows of note belong to users, and a public route does not know who asks; leave it out",
		},
		"two owners": {
			"token", "[{name: note, fields: [text:text, user:owner, author:owner]}]",
			`resources[0].fields[2]: field "author": a row has one owner, which is user`,
		},
		"nothing else": {
			"token", "[{name: note, fields: [user:owner]}]",
			`resources[0]: resource "note" has only an owner; it needs at least one other field, such as title:string`,
		},
		"a suffix":    {"token", "[{name: note, fields: [text:text, user_id:owner]}]", `resources[0].fields[1]: field "user_id": _id is added to the name of an owner; call it user`},
		"required":    {"token", "[{name: note, fields: [text:text, 'user:owner:required']}]", `resources[0].fields[1]: field "user": owner takes no required`},
		"index":       {"token", "[{name: note, fields: [text:text, 'user:owner:index']}]", `resources[0].fields[1]: field "user": owner takes no index`},
		"filter":      {"token", "[{name: note, fields: [text:text, 'user:owner:filter']}]", `resources[0].fields[1]: field "user": owner takes no filter`},
		"enum beside": {"token", "[{name: note, unique: [[user, kind]], fields: [kind:enum(a|b), user:owner]}]", "resources[0].unique[0]: unique(user,kind): it would allow only one row for each combination of these values"},
		"of a user": {
			"token", "[{name: folder, fields: [name:string, user:owner]}, {name: note, fields: [text:text, folder:ref=folder, user:owner]}]", "",
		},
		"to a user": {
			"token", "[{name: folder, fields: [name:string, user:owner]}, {name: note, fields: [text:text, folders:refs=folder]}]",
			`resources[1].fields[1]: field "folders": rows of folder belong to users, and those of note to nobody, so that everybody would see what is referred to; give note a field of the type owner, too`,
		},
		"to anybody": {
			"token", "[{name: tag, fields: [name:string]}, {name: note, fields: [text:text, tags:refs=tag, user:owner]}]", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			cat := withUsers()
			s, _, err := spec.Load(strings.NewReader("name: myapi\nauth: "+tc.auth+"\nresources: "+tc.resources+"\n"), cat)
			if err != nil {
				t.Fatal(err)
			}
			s.Fill(cat)
			got := ""
			if ps := s.Validate(cat); len(ps) > 0 {
				got = ps.Error()
			}
			if got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestFactsOfOwners(t *testing.T) {
	cat := withUsers()
	for resources, want := range map[string][]string{
		"[{name: tag, fields: [name:string]}]":                                                                                  {"unowned"},
		"[{name: note, fields: [text:text, user:owner]}]":                                                                       {"field-owner"},
		"[{name: tag, fields: [name:string]}, {name: note, fields: [text:text, tag:ref=tag, user:owner]}]":                      {"field-owner", "unowned", "owned-listed", "unowned-listed"},
		"[{name: folder, fields: [name:string, user:owner]}, {name: note, fields: [text:text, folder:ref=folder, user:owner]}]": {"field-owner", "owned-references", "owned-included", "owned-listed"},
		"[{name: tag, fields: [name:string]}, {name: note, fields: [text:text, tag:ref=tag]}]":                                  {"unowned", "unowned-ref", "unowned-listed"},
	} {
		s, _, err := spec.Load(strings.NewReader("name: myapi\nauth: token\nresources: "+resources+"\n"), cat)
		if err != nil {
			t.Fatal(err)
		}
		s.Fill(cat)
		facts := s.Facts(cat)
		for _, word := range []string{"field-owner", "owned-references", "owned-included", "owned-listed", "unowned-listed", "unowned", "unowned-ref"} {
			if facts[word] != slices.Contains(want, word) {
				t.Errorf("%s: %s is %t", resources, word, facts[word])
			}
		}
	}
}
