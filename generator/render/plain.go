package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// moduleCall is the only action in most templates.
const moduleCall = "{{.Module}}"

// plain returns the output of a template whose only action is the module path,
// or false for other templates. Such templates are stored in their final form,
// as CheckPlain ensures, so that two thirds of a project need neither
// text/template nor gofmt. Templates with "{ {" are excluded: the space only
// separates braces that would be an action, and gofmt removes it.
func plain(text []byte, module string) (data []byte, ok bool) {
	data = bytes.ReplaceAll(text, []byte(moduleCall), []byte(module))
	return data, !bytes.Contains(data, []byte("{{")) && !bytes.Contains(data, []byte("{ {"))
}

// CheckPlain returns an error for each template whose only action is the
// module path and whose output is not in final form, because these templates
// are not formatted.
func CheckPlain(files fs.FS) error {
	var errs []error
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".tmpl" {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		for _, module := range []string{"m", "zz.example.org/a/long/path/of/a-module/v2"} {
			if err := checkPlain(name, text, module); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
				break
			}
		}
		return nil
	})
	return errors.Join(append(errs, err)...)
}

func checkPlain(name string, text []byte, module string) error {
	data, ok := plain(text, module)
	if !ok {
		return nil
	}
	final, _, err := finish(strings.TrimSuffix(name, ".tmpl"), data, module)
	if err != nil {
		return err
	}
	got, want := strings.Split(string(data), "\n"), strings.Split(string(final), "\n")
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return fmt.Errorf("line %d: want %q, as formatted and with sorted imports", i+1, strings.ReplaceAll(want[i], `"`+module+"/", `"`+moduleCall+"/"))
		}
	}
	if len(got) != len(want) {
		return errors.New("trailing empty lines")
	}
	return nil
}
