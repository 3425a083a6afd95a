package strictjson

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Limits of a document. Some databases write numbers out, so that 1e5000 would
// take 5000 bytes.
const (
	maxDepth  = 32      // of objects and arrays
	maxDigits = 1000    // of a number, written without an exponent
	maxTotal  = 1 << 20 // of the digits of all numbers, likewise
)

// Patch is Unmarshal for a JSON merge patch (RFC 7396): where dst holds JSON
// objects, members of the patch are merged into them.
func Patch(patch []byte, dst any) error {
	return unmarshal(patch, dst, json.JoinUnmarshalers(json.UnmarshalFunc(mergeInto), types()))
}

// readInto copies a document into doc.
func readInto(data []byte, doc *stdjson.RawMessage) error {
	*doc = bytes.Clone(data)
	return check(data)
}

// mergeInto merges a patch into doc.
func mergeInto(patch []byte, doc *stdjson.RawMessage) error {
	merged, err := merge(jsontext.Value(*doc), patch)
	*doc = stdjson.RawMessage(merged)
	return cmp.Or(err, check(merged))
}

// merge is MergePatch of RFC 7396, section 2. Values other than objects keep
// their text, and so the precision of their numbers.
func merge(target, patch jsontext.Value) (jsontext.Value, error) {
	if patch.Kind() != '{' {
		return patch.Clone(), nil
	}
	members := map[string]jsontext.Value{}
	if target.Kind() == '{' {
		if err := json.Unmarshal(target, &members, lenient()); err != nil {
			return nil, err
		}
	}
	var changes map[string]jsontext.Value
	if err := json.Unmarshal(patch, &changes); err != nil {
		return nil, err
	}
	for name, change := range changes {
		if change.Kind() == 'n' { // null
			delete(members, name)
			continue
		}
		merged, err := merge(members[name], change)
		if err != nil {
			return nil, err
		}
		members[name] = merged
	}
	return json.Marshal(members, lenient(), jsontext.PreserveRawStrings(true), json.Deterministic(true))
}

// check returns an error if a document, which is well-formed, is beyond the
// limits.
func check(document []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(document), lenient())
	total := 0
	for dec.PeekKind() != jsontext.KindInvalid {
		token, _ := dec.ReadToken()
		if dec.StackDepth() > maxDepth {
			return formError(fmt.Sprintf("at most %d levels deep", maxDepth))
		}
		if token.Kind() != jsontext.KindNumber {
			continue
		}
		digits := digitsOf(token.String())
		if digits > maxDigits {
			return formError(fmt.Sprintf("JSON whose numbers have at most %d digits, written without an exponent", maxDigits))
		}
		if total += digits; total > maxTotal {
			return formError(fmt.Sprintf("JSON whose numbers have at most %d digits in all, written without exponents", maxTotal))
		}
	}
	return nil
}

// digitsOf returns how many characters a number takes without an exponent.
func digitsOf(number string) int {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	n, _ := strconv.ParseInt(exponent, 10, 16) // 32767 if it is larger, 0 if there is none
	return len(mantissa) + int(max(n, -n))
}

// lenient allows halves of surrogate pairs, such as \ud800, in stored documents,
// which may have come from elsewhere.
func lenient() json.Options { return jsontext.AllowInvalidUTF8(true) }
