// Package strictjson decodes JSON from clients. It is as strict as
// encoding/json/v2, refuses unknown fields too, and reports all values that do
// not fit their fields at once.
package strictjson

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/acme/everything/internal/apperr"
)

// maxMisfits limits the response to a body that is wrong from end to end.
const maxMisfits = 20

// Unmarshal decodes data, a JSON object, into dst, a pointer to a struct. Fields
// missing from data keep their values, null clears them. Errors are an
// *apperr.BadRequest that names the fields at fault.
func Unmarshal(data []byte, dst any) error {
	return unmarshal(data, dst, types())
}

func unmarshal(data []byte, dst any, types *json.Unmarshalers) error {
	if err := checkObject(data); err != nil {
		return err
	}
	d := decoder{types: types}
	err := json.Unmarshal(data, dst, json.RejectUnknownMembers(true), json.WithUnmarshalers(json.UnmarshalFromFunc(d.decode)))
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return refuse("field %s is repeated at byte %d", memberName(syntax.JSONPointer), endOfName(data, syntax.ByteOffset))
		}
		return refuse("malformed JSON at byte %d: half of a surrogate pair", syntax.ByteOffset) // all else is well-formed
	}
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok && errors.Is(err, json.ErrUnknownName) {
		return refuse("unknown field %s at byte %d", memberName(semantic.JSONPointer), endOfName(data, semantic.ByteOffset))
	}
	if err != nil {
		return refuse("malformed JSON: %v", err)
	}
	if len(d.misfits) > 0 {
		return refuse("%s", strings.Join(d.misfits, "; "))
	}
	return nil
}

// checkObject returns an error unless data is one JSON object, well-formed but
// for repeated names and halves of surrogate pairs, such as \ud800.
func checkObject(data []byte) error {
	if !utf8.Valid(data) {
		return refuse("body is not valid UTF-8")
	}
	var object map[string]stdjson.RawMessage
	err := stdjson.Unmarshal(data, &object)
	if syntax, ok := errors.AsType[*stdjson.SyntaxError](err); ok {
		return refuse("malformed JSON at byte %d: %v", syntax.Offset, syntax)
	}
	if object == nil {
		return refuse("body must be a JSON object")
	}
	return nil
}

// decoder decodes the values in an object one by one, to go on after one that
// does not fit its field.
type decoder struct {
	types   *json.Unmarshalers
	misfits []string
}

// decode decodes the next value into v, a pointer, unless its elements have
// their turn later.
func (d *decoder) decode(dec *jsontext.Decoder, v any) error {
	t := reflect.TypeOf(v).Elem()
	_, decodesItself := v.(json.Unmarshaler)
	switch token := dec.PeekKind(); {
	case t.Kind() == reflect.Pointer,
		token == '{' && (t.Kind() == reflect.Struct || t.Kind() == reflect.Map) && !decodesItself,
		token == '[' && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) && t.Elem().Kind() != reflect.Uint8 && !decodesItself:
		return errors.ErrUnsupported // the default
	}
	if kind, _ := dec.StackIndex(dec.StackDepth()); kind == '[' && dec.PeekKind() == 'n' {
		err := dec.SkipValue()
		d.misfit(dec, "must not be null")
		return err
	}
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	quoted, _ := json.GetOption(dec.Options(), json.StringifyNumbers) // by the tag of the field
	err = json.Unmarshal(value, v, json.WithUnmarshalers(d.types), json.StringifyNumbers(quoted))
	if err != nil {
		d.misfit(dec, explain(t, quoted, err))
	}
	return nil
}

// misfit records what is wrong with the value that dec has read last.
func (d *decoder) misfit(dec *jsontext.Decoder, problem string) {
	if len(d.misfits) < maxMisfits {
		d.misfits = append(d.misfits, "field "+fieldName(dec.StackPointer())+" "+problem)
	}
}

// explain says why a value could not be decoded into a t, or if it is quoted, from
// a string with a number.
func explain(t reflect.Type, quoted bool, err error) string {
	if form, ok := errors.AsType[formError](err); ok {
		return form.Error()
	}
	semantic, _ := errors.AsType[*json.SemanticError](err)
	switch kind := t.Kind(); {
	case kind == reflect.String:
		return "must be a string"
	case kind == reflect.Bool:
		return "must be true or false"
	case reflect.Int <= kind && kind <= reflect.Int64:
		largest := int64(1)<<(t.Bits()-1) - 1
		number := fmt.Sprintf("a whole number from %d to %d", -largest-1, largest)
		if quoted {
			return "must be a string with " + number
		}
		return "must be " + number
	case kind == reflect.Float32, kind == reflect.Float64:
		return "must be a number"
	case semantic != nil && semantic.Err != nil: // from a type that decodes itself
		return "is invalid: " + semantic.Err.Error()
	case kind == reflect.Slice, kind == reflect.Array:
		return "must be an array"
	default:
		return "must be an object"
	}
}

// fieldName is the path to a value, such as items[3].title, cut off where it is
// long. No field has a number as its name.
func fieldName(path jsontext.Pointer) string {
	return fmt.Sprintf("%.64q", dotted(path))
}

// memberName is the path to a member that is unknown or repeated. It may have any
// name.
func memberName(path jsontext.Pointer) string {
	return fmt.Sprintf("%.64q", strings.TrimPrefix(dotted(path.Parent())+"."+path.LastToken(), "."))
}

func dotted(path jsontext.Pointer) string {
	var b strings.Builder
	for token := range path.Tokens() {
		if _, err := strconv.ParseUint(token, 10, 0); err == nil {
			b.WriteString("[" + token + "]")
			continue
		}
		b.WriteString("." + token)
	}
	return strings.TrimPrefix(b.String(), ".")
}

// endOfName is the offset after the field name that begins at offset.
func endOfName(data []byte, offset int64) int64 {
	dec := jsontext.NewDecoder(bytes.NewReader(data[offset:]))
	_ = dec.SkipValue() // it has been read once
	return offset + dec.InputOffset()
}

func refuse(format string, args ...any) error {
	return &apperr.BadRequest{Message: fmt.Sprintf(format, args...)}
}
