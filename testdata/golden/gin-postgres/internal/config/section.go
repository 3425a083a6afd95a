package config

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/caarlos0/env/v11"
)

// section is a pointer to the Config of one package.
type section interface {
	Validate() error
}

// fill sets the fields of s from vars and adds their names to known. A field
// whose value cannot be parsed gets its default, so that Validate reports only
// the others.
func fill(s section, vars map[string]string, known map[string]bool) error {
	opts := env.Options{
		Environment: vars,
		OnSet:       func(name string, _ any, _ bool) { known[name] = true },
	}
	err := env.ParseWithOptions(s, opts)
	all, ok := errors.AsType[env.AggregateError](err)
	if !ok {
		return err
	}
	var problems []error
	for _, err := range all.Errors {
		failed, ok := errors.AsType[env.ParseError](err)
		if !ok {
			return err
		}
		field, _ := reflect.TypeOf(s).Elem().FieldByName(failed.Name)
		name := field.Tag.Get("env")
		problems = append(problems, fmt.Errorf("%s: %w", name, failed.Err))
		delete(vars, name)
	}
	problems = append(problems, env.ParseWithOptions(s, opts))
	return errors.Join(problems...)
}
