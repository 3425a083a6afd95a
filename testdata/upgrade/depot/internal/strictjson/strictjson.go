// Package strictjson decodes JSON that comes from outside. Where encoding/json
// guesses or looks away it refuses: unknown and repeated keys, keys in another
// case, trailing data, invalid UTF-8, deep nesting.
package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/acme/depot/internal/apperr"
)

// maxDepth is how deep objects and arrays may nest.
const maxDepth = 32

// maxMisfits bounds the answer to a body that is wrong from end to end.
const maxMisfits = 20

// Unmarshal decodes data, one JSON object and nothing else, onto dst, a pointer
// to a struct. What data does not mention keeps its value in dst. What it
// refuses is an *apperr.BadRequest that says where and why; values that do not
// fit their fields are named all at once.
func Unmarshal(data []byte, dst any) error {
	if !utf8.Valid(data) {
		return refuse("body is not valid UTF-8")
	}
	var whole json.RawMessage
	if err := json.Unmarshal(data, &whole); err != nil {
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			return refuse("malformed JSON at byte %d: %v", syntax.Offset, syntax)
		}
		return refuse("malformed JSON: %v", err)
	}
	c := checker{data: data, dec: json.NewDecoder(bytes.NewReader(data))}
	c.dec.UseNumber() // a number too large for a float64 is the field's business
	if err := c.value(reflect.TypeOf(dst).Elem()); err != nil {
		return err
	}
	if len(c.misfits) > 0 {
		return refuse("%s", strings.Join(c.misfits, "; "))
	}
	if err := json.Unmarshal(data, dst); err != nil {
		return refuse("malformed JSON: %v", err)
	}
	return nil
}

// checker walks the tokens of well-formed JSON beside the Go type that is to
// receive it, which lets it name the field of every problem.
type checker struct {
	data    []byte
	dec     *json.Decoder
	path    []string // of the value at hand: .key and [index]
	misfits []string
}

// value checks the next value. It goes into a t, or into anything if t is nil.
func (c *checker) value(t reflect.Type) error {
	if len(c.path) > maxDepth {
		return refuse("more than %d levels deep at byte %d", maxDepth, c.dec.InputOffset())
	}
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	start := c.dec.InputOffset()
	token, err := c.dec.Token()
	if err != nil {
		return refuse("malformed JSON: %v", err)
	}
	switch token {
	case json.Delim('{'):
		err = c.object(t)
	case json.Delim('['):
		err = c.array(t)
	}
	if err != nil || t == nil {
		return err
	}
	if len(c.path) == 0 && token != json.Delim('{') {
		return refuse("body must be a JSON object")
	}
	c.fit(t, token, start)
	return nil
}

// object checks the members of an object whose brace has just been read.
func (c *checker) object(t reflect.Type) error {
	members, elem := membersOf(t)
	seen := make(map[string]bool)
	for c.dec.More() {
		token, err := c.dec.Token()
		if err != nil {
			return refuse("malformed JSON: %v", err)
		}
		key, _ := token.(string) // keys of well-formed JSON are strings
		c.path = append(c.path, "."+key)
		if seen[key] {
			return refuse("%s is repeated at byte %d", c.field(), c.dec.InputOffset())
		}
		seen[key] = true
		if members != nil {
			var known bool
			if elem, known = members[key]; !known {
				return refuse("unknown %s at byte %d", c.field(), c.dec.InputOffset())
			}
		}
		if err := c.value(elem); err != nil {
			return err
		}
		c.path = c.path[:len(c.path)-1]
	}
	return c.end()
}

// array checks the elements of an array whose bracket has just been read.
func (c *checker) array(t reflect.Type) error {
	var elem reflect.Type
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && !decodesItself(t) {
		elem = t.Elem()
	}
	for i := 0; c.dec.More(); i++ {
		c.path = append(c.path, "["+strconv.Itoa(i)+"]")
		if err := c.value(elem); err != nil {
			return err
		}
		c.path = c.path[:len(c.path)-1]
	}
	return c.end()
}

// end reads the closing brace or bracket.
func (c *checker) end() error {
	if _, err := c.dec.Token(); err != nil {
		return refuse("malformed JSON: %v", err)
	}
	return nil
}

// field names the value at hand, within bounds.
func (c *checker) field() string {
	return fmt.Sprintf("field %.64q", strings.TrimPrefix(strings.Join(c.path, ""), "."))
}

// fit notes it if the value that began at start and has just been read cannot
// be stored in a t. Members and elements have had their own turn.
func (c *checker) fit(t reflect.Type, token json.Token, start int64) {
	switch kind := t.Kind(); {
	case decodesItself(t):
	case token == json.Delim('{') && (kind == reflect.Struct || kind == reflect.Map):
		return
	case token == json.Delim('[') && (kind == reflect.Slice || kind == reflect.Array):
		return
	}
	raw := bytes.TrimLeft(c.data[start:c.dec.InputOffset()], " \t\r\n:,")
	if err := json.Unmarshal(raw, reflect.New(t).Interface()); err != nil && len(c.misfits) < maxMisfits {
		c.misfits = append(c.misfits, c.field()+" "+misfit(t, err))
	}
}

// misfit says what a t looks like in JSON.
func misfit(t reflect.Type, err error) string {
	mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case t == reflect.TypeFor[time.Time]():
		return "must be a time such as 2006-01-02T15:04:05Z"
	case !ok: // from a type that decodes itself, which knows best
		return err.Error()
	case decodesItself(t): // from a text
		return "must be a string"
	}
	switch t.Kind() {
	case reflect.String:
		return "must be a string"
	case reflect.Bool:
		return "must be true or false"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		largest := int64(1)<<(t.Bits()-1) - 1
		return fmt.Sprintf("must be a whole number from %d to %d", -largest-1, largest)
	case reflect.Float32, reflect.Float64:
		return "must be a number"
	case reflect.Slice, reflect.Array:
		return "must be an array"
	case reflect.Struct, reflect.Map:
		return "must be an object"
	default:
		return "does not take a " + mismatch.Value
	}
}

// membersOf returns the type of each member that a JSON object for t may have:
// by name for a struct, one type for all names for anything else.
func membersOf(t reflect.Type) (members map[string]reflect.Type, elem reflect.Type) {
	switch {
	case t == nil || decodesItself(t):
		return nil, nil
	case t.Kind() == reflect.Map:
		return nil, t.Elem()
	case t.Kind() != reflect.Struct:
		return nil, nil
	}
	members = make(map[string]reflect.Type)
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-", !f.IsExported(), f.Anonymous && name == "":
		case name == "":
			members[f.Name] = f.Type
		default:
			members[name] = f.Type
		}
	}
	return members, nil
}

// decodesItself reports whether t has its own idea of its JSON form.
func decodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func refuse(format string, args ...any) error {
	return &apperr.BadRequest{Message: fmt.Sprintf(format, args...)}
}
