// Package mergepatch applies JSON merge patches (RFC 7396).
package mergepatch

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/acme/depot/internal/strictjson"
)

// Apply changes target, a struct that is an object in JSON, as patch says:
// members of the patch replace those of target, null removes them, and objects
// within merge in the same way. What strictjson refuses in a T is refused here.
func Apply[T any](target *T, patch []byte) error {
	if err := strictjson.Unmarshal(patch, new(T)); err != nil {
		return err
	}
	doc, err := encode(target)
	if err != nil {
		return fmt.Errorf("merge patch: %w", err)
	}
	merged, err := merge(doc, patch)
	if err != nil {
		return fmt.Errorf("merge patch: %w", err)
	}
	// A fresh T, because decoding leaves alone what is not mentioned.
	var result T
	if err := json.Unmarshal(merged, &result); err != nil {
		return fmt.Errorf("merge patch: %w", err)
	}
	*target = result
	return nil
}

// merge is the algorithm of RFC 7396, section 2, for well-formed JSON. Values
// it does not look into keep their text, and so their precision.
func merge(doc, patch json.RawMessage) (json.RawMessage, error) {
	if !isObject(patch) {
		return patch, nil
	}
	members := map[string]json.RawMessage{}
	if isObject(doc) {
		if err := json.Unmarshal(doc, &members); err != nil {
			return nil, err
		}
	}
	var changes map[string]json.RawMessage
	if err := json.Unmarshal(patch, &changes); err != nil {
		return nil, err
	}
	for name, change := range changes {
		if string(change) == "null" {
			delete(members, name)
			continue
		}
		merged, err := merge(members[name], change)
		if err != nil {
			return nil, err
		}
		members[name] = merged
	}
	return encode(members)
}

// encode is json.Marshal that leaves < and & in the text of values as they are.
func encode(v any) (json.RawMessage, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return text.Bytes(), err
}

func isObject(data json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{"))
}
