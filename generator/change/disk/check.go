package disk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/gen-go/gen/generator/change/internal/file"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/internal/typecheck"
)

// CodeError is an error of the type checker.
type CodeError struct {
	Path    string // in the project: of a file, or of a directory if it is about the whole package
	Line    int
	Message string
}

// ErrUncheckable is returned if code cannot be checked at all, such as without
// the go command or with a module that is not downloaded.
var ErrUncheckable = errors.New("not type-checked")

// ErrUnloadable is returned if the go command cannot load the packages with the
// go.mod, or a package of another module does not compile.
var ErrUnloadable = errors.New("the go command cannot load the packages")

// TypeCheck type-checks Go files, which replace all those of the project in dir.
// The go command looks up the other packages that they import with the given
// go.mod and go.sum, without network access. The error wraps ErrUncheckable or
// ErrUnloadable if the code cannot be checked.
//
// Build constraints are ignored. Files that are not meant to be built together
// have errors before and after a change.
func TypeCheck(ctx context.Context, dir string, files tree.Tree, goMod, goSum []byte) ([]CodeError, error) {
	module := modfile.ModulePath(goMod)
	if _, err := exec.LookPath("go"); err != nil {
		return nil, fmt.Errorf("%w: the go command is not installed", ErrUncheckable)
	}
	overlay, done, err := moduleOverlay(dir, goMod, goSum)
	if err != nil {
		return nil, err
	}
	defer done()
	err = typecheck.New(dir, "-overlay="+overlay).Project(ctx, module, files)
	if errors.Is(err, typecheck.ErrNotDownloaded) {
		what := strings.TrimPrefix(firstLine(err.Error()), typecheck.ErrUnlisted.Error()+": ")
		return nil, fmt.Errorf("%w: %s; after go mod download, gen apply checks it", ErrUncheckable, what)
	}
	if errors.Is(err, typecheck.ErrUnlisted) {
		return nil, fmt.Errorf("%w: %s", ErrUnloadable, strings.TrimPrefix(firstLine(err.Error()), typecheck.ErrUnlisted.Error()+": "))
	}
	if err != nil {
		return codeErrors(err.Error()), nil
	}
	return nil, nil
}

// codeErrors reads the lines of a type-check error. An import that fails because
// of errors in the imported package quotes them in parentheses; they are
// reported at their own place.
func codeErrors(text string) []CodeError {
	var found []CodeError
	depth := 0 // in parentheses of such an import
	for line := range strings.Lines(text) {
		code := codeError(line)
		if depth > 0 || follows.MatchString(code.Message) {
			depth += strings.Count(line, "(") - strings.Count(line, ")")
			continue
		}
		if !slices.Contains(found, code) {
			found = append(found, code)
		}
	}
	return found
}

// follows matches an import that fails because of errors in the imported package.
var follows = regexp.MustCompile(`^could not import .* \(.*:\d+:\d+: `)

// moduleOverlay writes an overlay file that replaces go.mod and go.sum in dir for
// the go command.
func moduleOverlay(dir string, goMod, goSum []byte) (name string, done func(), err error) {
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", nil, plainAt("open", dir, err)
	}
	temp, done, err := TempDir()
	if err != nil {
		return "", nil, err
	}
	replace := map[string]string{}
	for _, f := range []struct {
		name string
		data []byte
	}{{"go.mod", goMod}, {"go.sum", goSum}} {
		replace[filepath.Join(dir, f.name)] = filepath.Join(temp, f.name)
		if err == nil {
			err = file.WriteFile(filepath.Join(temp, f.name), f.data, 0o600)
		}
	}
	data, jsonErr := json.Marshal(map[string]any{"Replace": replace})
	if err == nil {
		err = jsonErr
	}
	name = filepath.Join(temp, "overlay.json")
	if err == nil {
		err = file.WriteFile(name, data, 0o600)
	}
	if err != nil {
		done()
		return "", nil, plainAt("write to the temporary directory", os.TempDir(), err)
	}
	return name, done, nil
}

// codeError parses file:line:column: message, or directory: message.
func codeError(line string) CodeError {
	line = strings.TrimSpace(line)
	parts := strings.SplitN(line, ":", 4)
	if dir, message, ok := strings.Cut(line, ": "); ok && len(parts) == 2 {
		return CodeError{Path: dir, Message: message}
	}
	if len(parts) < 4 {
		return CodeError{Message: line}
	}
	n, err := strconv.Atoi(parts[1])
	if err != nil {
		return CodeError{Message: line}
	}
	return CodeError{Path: parts[0], Line: n, Message: strings.TrimSpace(parts[3])}
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return first
}
