package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/joho/godotenv"
	"go.yaml.in/yaml/v4"
)

// readDotenv returns the variables of .env.
func readDotenv(dir fs.FS) (map[string]string, error) {
	vars := make(map[string]string)
	data, err := fs.ReadFile(dir, ".env")
	if errors.Is(err, fs.ErrNotExist) {
		return vars, nil
	}
	if err != nil {
		return vars, err
	}
	parsed, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		return vars, fmt.Errorf(".env: %w", err)
	}
	overlay(vars, parsed)
	return vars, nil
}

// readYAML returns the values of a flat YAML file whose keys are environment
// variables.
func readYAML(dir fs.FS, file string) (map[string]string, error) {
	values := make(map[string]string)
	data, err := fs.ReadFile(dir, file)
	if errors.Is(err, fs.ErrNotExist) {
		return values, nil
	}
	if err != nil {
		return values, err
	}
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		return values, fmt.Errorf("%s: %w", file, err)
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(nodes)) {
		node := nodes[name]
		values[name] = node.Value // as written, whatever its type in YAML
		if node.Kind != yaml.ScalarNode {
			problems = append(problems, fmt.Errorf("%s: line %d: %s needs a single value", file, node.Line, name))
		}
	}
	return values, errors.Join(problems...)
}

// overlay sets in vars what is set in other.
func overlay(vars, other map[string]string) {
	for name, value := range other {
		if value != "" {
			vars[name] = value
		}
	}
}
