package strictjson

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep the objects and arrays of a document may nest.
const maxDepth = 32

// Patch is Unmarshal for a JSON merge patch (RFC 7396): where dst holds JSON
// objects, members of the patch are merged into them.
func Patch(patch []byte, dst any) error {
	return unmarshal(patch, dst, json.JoinUnmarshalers(json.UnmarshalFunc(mergeInto), types()))
}

// readInto copies a document into doc.
func readInto(data []byte, doc *stdjson.RawMessage) error {
	*doc = bytes.Clone(data)
	return checkDepth(data)
}

// mergeInto merges a patch into doc.
func mergeInto(patch []byte, doc *stdjson.RawMessage) error {
	merged, err := merge(jsontext.Value(*doc), patch)
	*doc = stdjson.RawMessage(merged)
	return cmp.Or(err, checkDepth(patch))
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
	if err := json.Unmarshal(patch, &changes, lenient()); err != nil {
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

// checkDepth returns an error if data, which is well-formed, is nested too deeply.
func checkDepth(data []byte) error {
	dec := jsontext.NewDecoder(bytes.NewReader(data), lenient())
	for dec.PeekKind() != jsontext.KindInvalid {
		_, _ = dec.ReadToken()
		if dec.StackDepth() > maxDepth {
			return formError(fmt.Sprintf("at most %d levels deep", maxDepth))
		}
	}
	return nil
}
