package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// cache is the module cache. The go command fills it on demand and verifies
// downloads with the checksum database.
type cache struct {
	dir  string // GOMODCACHE
	work string // empty directory, to run the go command outside of any module
}

func openCache() (*cache, error) {
	out, err := exec.CommandContext(context.Background(), "go", "env", "GOMODCACHE").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	work, err := os.MkdirTemp("", "atlasgen")
	if err != nil {
		return nil, err
	}
	return &cache{dir: strings.TrimSpace(string(out)), work: work}, nil
}

func (c *cache) close() { _ = os.RemoveAll(c.work) }

// file returns the name of a cached file of a module version.
func (c *cache) file(v module.Version, ext string) (string, error) {
	path, err := module.EscapePath(v.Path)
	if err != nil {
		return "", err
	}
	version, err := module.EscapeVersion(v.Version)
	if err != nil {
		return "", err
	}
	return filepath.Join(c.dir, "cache", "download", path, "@v", version+ext), nil
}

// root returns the directory into which a module version is unpacked.
func (c *cache) root(v module.Version) (string, error) {
	path, err := module.EscapePath(v.Path)
	if err != nil {
		return "", err
	}
	version, err := module.EscapeVersion(v.Version)
	return filepath.Join(c.dir, path+"@"+version), err
}

// fetchMods ensures that the cache has the go.mod of every version.
func (c *cache) fetchMods(versions []module.Version) error {
	return c.fetch(versions, []string{".mod"}, "list", "-m", "-json")
}

// fetchZips ensures that the cache has the unpacked zip of every version.
func (c *cache) fetchZips(versions []module.Version) error {
	return c.fetch(versions, []string{".mod", ".zip", ".ziphash"}, "mod", "download", "-json")
}

// fetch runs the go command for the versions that lack a file.
func (c *cache) fetch(versions []module.Version, exts []string, command ...string) error {
	var missing []string
	for _, v := range versions {
		for _, ext := range exts {
			name, err := c.file(v, ext)
			if err != nil {
				return err
			}
			if _, err := os.Stat(name); err != nil {
				missing = append(missing, v.String())
				break
			}
		}
	}
	slices.Sort(missing)
	for batch := range slices.Chunk(missing, 100) {
		if err := c.goCommand(c.work, append(command[:len(command):len(command)], batch...)...); err != nil {
			return err
		}
	}
	return nil
}

// goCommand runs the go command in dir and returns the errors in its JSON
// output.
func (c *cache) goCommand(dir string, args ...string) error {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(context.Background(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GO111MODULE=on", "GOWORK=off")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	runErr := cmd.Run()
	for dec := json.NewDecoder(&stdout); ; {
		var result struct {
			Path, Version string
			Error         any // a string or an object, depending on the command
		}
		if err := dec.Decode(&result); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("go %s: %w", args[0], err)
		}
		if result.Error != nil {
			return fmt.Errorf("go %s %s@%s: %v", args[0], result.Path, result.Version, result.Error)
		}
	}
	if runErr != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], runErr, stderr.Bytes())
	}
	return nil
}

// mod parses the go.mod of a fetched version.
func (c *cache) mod(v module.Version) (*atlas.ModSource, error) {
	name, err := c.file(v, ".mod")
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	f, err := modfile.ParseLax(name, data, nil)
	if err != nil {
		return nil, err
	}
	text, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	})
	if err != nil {
		return nil, err
	}
	m := &atlas.ModSource{}
	if m.Sum, err = atlas.ParseSum(text); err != nil {
		return nil, err
	}
	if f.Go != nil {
		m.Go, m.Pruned = f.Go.Version, pruned(f.Go.Version)
	}
	for _, r := range f.Require {
		m.Requires = append(m.Requires, r.Mod)
	}
	return m, nil
}

// zip returns the checksum and directory of a fetched version.
func (c *cache) zip(v module.Version) (atlas.Sum, string, error) {
	name, err := c.file(v, ".ziphash")
	if err != nil {
		return atlas.Sum{}, "", err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return atlas.Sum{}, "", err
	}
	sum, err := atlas.ParseSum(strings.TrimSpace(string(text)))
	if err != nil {
		return atlas.Sum{}, "", err
	}
	dir, err := c.root(v)
	if err != nil {
		return atlas.Sum{}, "", err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		err = c.goCommand(c.work, "mod", "download", "-json", v.String())
		return sum, dir, err
	}
	return sum, dir, nil
}
