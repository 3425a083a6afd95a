package spec

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

// resourceFacts are the conditions that hold if they do for a resource.
var resourceFacts = map[string]func(Resource) bool{
	"bulk":       func(r Resource) bool { return r.Bulk },
	"events":     func(r Resource) bool { return !r.Silent },
	"cached":     func(r Resource) bool { return r.Cached() },
	"upsert":     func(r Resource) bool { return slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Upsert }) },
	"checks":     func(r Resource) bool { return len(r.Checks) > 0 },
	"timestamps": func(r Resource) bool { return !r.Untimed },
	"softdelete": func(r Resource) bool { return r.SoftDelete },
	"unowned":    func(r Resource) bool { return r.Owner() == nil },
	"unowned-ref": func(r Resource) bool {
		return r.Owner() == nil && slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Kind == Ref })
	},
	"unique-together": func(r Resource) bool { return len(r.Unique) > 0 },
	"field-unique":    func(r Resource) bool { return len(r.Unique) > 0 },
}

// fieldFacts are the conditions that hold if they do for a field.
var fieldFacts = map[string]func(Field) bool{
	"unique-nocase": Field.FoldsCase,
	"field-unique":  func(f Field) bool { return f.Unique },
	"field-nullable": func(f Field) bool {
		return f.Nullable() && f.Kind != JSON && f.Kind != Bytes && f.Kind != List
	},
	"field-bounded":    func(f Field) bool { return f.Kind == Decimal && (f.Min != "" || f.Max != "") },
	"field-scaled":     func(f Field) bool { return f.Scale != "" },
	"field-nullmoney":  func(f Field) bool { return f.Kind == Money && f.Nullable() },
	"field-pattern":    func(f Field) bool { return f.Pattern != "" },
	"field-notblank":   func(f Field) bool { return f.NotBlank },
	"field-normalized": func(f Field) bool { return f.Trim || f.Lower },
	"field-asstring":   func(f Field) bool { return f.AsString },
}

// Facts returns the conditions that depend on the spec and are not names of
// options, and whether they hold:
//   - clients, resources and migrations
//   - input, if routes take a request body
//   - id-int and id-uuid, if a resource has such an id
//   - timestamps, softdelete, checks, bulk and upsert, if a resource has these, and
//     softdelete-ref, if one refers to another with softdelete
//   - events, if changes of a resource are published, in a project with messaging
//   - cached, if rows of a resource are, in a project with a cache
//   - field-<kind> for each kind of field, and field-<format> for each format of
//     strings
//   - field-unique, for fields that are unique, alone or together;
//     unique-together, for the latter; and unique-nocase
//   - field-nullable, without fields whose Go type has nil without a pointer
//   - field-bounded, for decimals, whose bounds need rules of their own, and
//     field-scaled, for those with a scale
//   - field-nullmoney, for money that can be null
//   - field-pattern, field-notblank, and field-normalized, for strings that are
//     trimmed or in lower case
//   - unowned, if rows of a resource belong to nobody, and unowned-ref, if these
//     refer to others
//   - owned-references, if a resource refers to one whose rows belong to users, and
//     owned-included, if responses can include these
//   - listed, if the rows that refer to one have a route, and owned-listed and
//     unowned-listed, if these rows belong to users, or what they refer to belongs
//     to nobody; included, if responses can include what rows refer to
//   - field-asstring, for numbers that are strings in JSON
func (s *Spec) Facts(cat *layer.Catalog) map[string]bool {
	words := s.ownFacts(cat)
	words["softdelete-ref"] = slices.ContainsFunc(s.Resources, s.refersToSoft)
	s.relationFacts(cat, words)
	for _, r := range s.Resources {
		words["id-"+s.IDOf(cat, r)] = true
		words["owned-references"] = words["owned-references"] || slices.ContainsFunc(r.Fields, s.refersToOwned)
		for word, holds := range resourceFacts {
			words[word] = words[word] || holds(r)
		}
		for _, f := range r.Fields {
			f.facts(words)
		}
	}
	return words
}

// ownFacts returns all conditions, of which those that depend on what resources
// are like do not hold.
func (s *Spec) ownFacts(cat *layer.Catalog) map[string]bool {
	words := map[string]bool{"clients": len(s.Clients) > 0, "resources": len(s.Resources) > 0, "migrations": len(s.Resources) > 0 || len(s.Migrations) > 0, "input": len(s.Resources) > 0}
	for _, l := range cat.Chosen(s.Options) {
		words["migrations"] = words["migrations"] || l.Migrations > 0
		words["input"] = words["input"] || l.Input
	}
	for _, word := range factWords() {
		words[word] = false
	}
	return words
}

// relationFacts sets the conditions that depend on the routes of references.
func (s *Spec) relationFacts(cat *layer.Catalog, words map[string]bool) {
	for _, n := range s.Relations(cat) {
		words["listed"], words["included"] = words["listed"] || n.Listed, words["included"] || n.Included
		words["owned-listed"] = words["owned-listed"] || n.Listed && s.resource(n.Resource).Owner() != nil
		words["unowned-listed"] = words["unowned-listed"] || n.Listed && !s.refersToOwned(n.Field)
		words["owned-included"] = words["owned-included"] || n.Included && s.refersToOwned(n.Field)
	}
}

// refersToSoft reports whether a reference of r is to rows that can be deleted and
// restored.
func (s *Spec) refersToSoft(r Resource) bool {
	return slices.ContainsFunc(r.Fields, func(f Field) bool {
		parent := s.resource(f.Ref)
		return f.Kind == Ref && parent != nil && parent.SoftDelete
	})
}

// factWords are the conditions that depend on resources.
func factWords() []string {
	all := []string{"id-int", "id-uuid", "owned-references", "owned-included", "softdelete-ref", "listed", "owned-listed", "unowned-listed", "included"}
	for word := range resourceFacts {
		all = append(all, word)
	}
	for word := range fieldFacts {
		all = append(all, word)
	}
	for _, kind := range Kinds {
		all = append(all, "field-"+string(kind))
	}
	for _, known := range formats {
		all = append(all, "field-"+string(known.Format))
	}
	return all
}

// facts sets the conditions that the field makes hold.
func (f Field) facts(words map[string]bool) {
	words["field-"+string(f.Kind)] = true
	for _, format := range f.Formats {
		words["field-"+string(format)] = true
	}
	for word, holds := range fieldFacts {
		words[word] = words[word] || holds(f)
	}
}
