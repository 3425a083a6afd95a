package spec

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Problem is an error in a spec.
type Problem struct {
	Path    string // such as framework or resources[0].fields[2]
	Line    int    // in gen.yaml; 0 if unknown
	Message string

	unread bool // the value is not what it must be, and taken for empty
}

// Problems is an error that lists all problems of a spec.
type Problems []Problem

// Error returns one line per problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Message
		if problem.Path != "" {
			lines[i] = problem.Path + ": " + problem.Message
		}
	}
	return strings.Join(lines, "\n")
}

// Add appends a problem.
func (p *Problems) Add(path, format string, args ...any) {
	*p = append(*p, Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// In sorts the problems by line and prefixes the paths of those with a line by
// the name of the file.
func (p Problems) In(file string) Problems {
	slices.SortStableFunc(p, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	for i, problem := range p {
		var where []string
		switch {
		case problem.Line > 0:
			where = append(where, fmt.Sprintf("%s:%d", file, problem.Line))
		case problem.Path == "":
			where = append(where, file)
		}
		if problem.Path != "" {
			where = append(where, problem.Path)
		}
		p[i].Path = strings.Join(where, ": ")
	}
	return p
}

// Err returns the problems as an error, or nil if there are none.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

// Followed returns the problems of loading a spec and those of the loaded one,
// without those that follow from the former: for example, what could not be read
// is not missing as well.
func (p Problems) Followed(by Problems) Problems {
	all := slices.Clone(p)
	for _, problem := range by {
		if !slices.ContainsFunc(p, problem.follows) {
			all = append(all, problem)
		}
	}
	return all
}

// listItem matches the path of an item within a list.
var listItem = regexp.MustCompile(`^\[\d+\]$`)

// follows reports whether a problem is a consequence of one of loading.
func (p Problem) follows(from Problem) bool {
	below, within := strings.CutPrefix(p.Path, from.Path)
	switch {
	case from.Path == "":
		return false
	case !from.unread: // an unknown key in a mapping may be meant to be the missing one
		return within && strings.HasPrefix(below, ".") && p.Message == missing
	case within && (below == "" || below[0] == '.' || below[0] == '['):
		return true
	}
	item, around := strings.CutPrefix(from.Path, p.Path)
	return around && listItem.MatchString(item)
}

// missing is the problem with a value that must be given.
const missing = "is missing"

// leaveOut is the end of a message about a value that is not possible and that need
// not be given.
const leaveOut = "; leave it out"

// Named returns the problems with the names of resources instead of their
// positions, as in book.cache instead of resources[0].cache, for a command whose
// user has not written gen.yaml. It says how that command leaves out a setting.
func (s *Spec) Named(ps Problems) Problems {
	ps = slices.Clone(ps)
	for i, p := range ps {
		for j, r := range s.Resources {
			rest, ok := strings.CutPrefix(p.Path, fmt.Sprintf("resources[%d].", j))
			switch setting := SettingIn(rest); {
			case !ok:
			case setting != "":
				ps[i].Path = r.Name + "." + setting
				if message, can := strings.CutSuffix(p.Message, leaveOut); can {
					ps[i].Message = fmt.Sprintf("%s; to leave it out: gen set %s.%s=%s", message, r.Name, setting, byDefault)
				}
			case rest != "name": // the message has the name
				ps[i].Path = r.Name
			}
		}
	}
	return ps
}

// SettingIn returns the setting that a path within a resource is that of, or "".
func SettingIn(path string) string {
	for _, s := range settings {
		if s.Name == path && s.Values != nil {
			return path
		}
	}
	return ""
}
