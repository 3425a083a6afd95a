package seed

import (
	"bytes"
	"encoding/json"
	"errors"

	"go.yaml.in/yaml/v4"
)

// object is a JSON object.
type object = map[string]json.RawMessage

// toJSON returns a value in JSON. What is no number, boolean or null in JSON is a
// string.
func toJSON(from *yaml.Node) (json.RawMessage, error) {
	if from.Kind == yaml.AliasNode {
		from = from.Alias
	}
	if from.Kind == yaml.MappingNode {
		return mappingToJSON(from)
	}
	if from.Kind == yaml.SequenceNode {
		return listToJSON(from.Content)
	}
	switch tag := from.ShortTag(); {
	case tag == "!!null":
		return json.RawMessage("null"), nil
	case tag != "!!str" && json.Valid([]byte(from.Value)):
		return json.RawMessage(from.Value), nil
	}
	return json.Marshal(from.Value)
}

func mappingToJSON(from *yaml.Node) (json.RawMessage, error) {
	values, err := membersOf(from)
	if err != nil {
		return nil, err
	}
	to := make(object)
	for name := range values {
		value := values[name]
		if to[name], err = toJSON(&value); err != nil {
			return nil, err
		}
	}
	return json.Marshal(to)
}

func listToJSON(from []*yaml.Node) (json.RawMessage, error) {
	to := make([]json.RawMessage, len(from))
	for i, element := range from {
		value, err := toJSON(element)
		if err != nil {
			return nil, err
		}
		to[i] = value
	}
	return json.Marshal(to)
}

// membersOf returns the values of a mapping, whose keys must differ.
func membersOf(from *yaml.Node) (map[string]yaml.Node, error) {
	if from.Kind == yaml.AliasNode {
		from = from.Alias
	}
	if from.Kind != yaml.MappingNode {
		return nil, errors.New("must be a mapping of fields to values")
	}
	var values map[string]yaml.Node
	err := from.Decode(&values)
	return values, err
}

// plain returns a JSON value as text.
func plain(value json.RawMessage) string {
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return string(value) // a number or a boolean
	}
	return text
}

// toObject returns a row in JSON.
func toObject(row any) (object, error) {
	data, err := json.Marshal(row)
	if err != nil {
		return nil, err
	}
	var o object
	err = json.Unmarshal(data, &o)
	return o, err
}

// same reports whether two rows have the same values in some fields.
func same(a, b, fields object) bool {
	for name := range fields {
		if !bytes.Equal(a[name], b[name]) {
			return false
		}
	}
	return true
}
