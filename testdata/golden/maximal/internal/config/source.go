package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/joho/godotenv"
	"go.yaml.in/yaml/v4"
)

// readDotenv returns the variables of .env.
func readDotenv(dir fs.FS) (map[string]string, error) {
	data, err := readOptional(dir, ".env")
	if err != nil {
		return nil, err
	}
	vars, err := godotenv.UnmarshalBytes(data)
	if err != nil {
		return nil, fmt.Errorf(".env: %w", err)
	}
	return vars, nil
}

// readYAML returns the values of a flat YAML file whose keys are environment
// variables.
func readYAML(dir fs.FS, file string) (map[string]string, error) {
	data, err := readOptional(dir, file)
	if err != nil {
		return nil, err
	}
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(data, &nodes); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	values := make(map[string]string)
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

// expand replaces ${NAME:-VALUE} in values, as in compose.yaml, by the variable or,
// if that is not set, by VALUE.
func expand(values, vars map[string]string) {
	reference := regexp.MustCompile(`\$\{(\w+):-([^}]*)\}`)
	for name, value := range values {
		values[name] = reference.ReplaceAllStringFunc(value, func(s string) string {
			parts := reference.FindStringSubmatch(s)
			return cmp.Or(vars[parts[1]], parts[2])
		})
	}
}

// readOptional reads a file that may be missing.
func readOptional(dir fs.FS, file string) ([]byte, error) {
	data, err := fs.ReadFile(dir, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// platformPort sets HTTP_PORT to PORT, in which many platforms say where to
// listen, unless it is set.
func platformPort(values map[string]string) error {
	port := values["PORT"]
	if port == "" || values["HTTP_PORT"] != "" {
		return nil
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return fmt.Errorf("PORT: %w", err)
	}
	values["HTTP_PORT"] = port
	return nil
}

// merge returns what is set in any of the sources; a later one takes precedence.
func merge(sources ...map[string]string) map[string]string {
	merged := make(map[string]string)
	for _, source := range sources {
		for name, value := range source {
			if value != "" {
				merged[name] = value
			}
		}
	}
	return merged
}
