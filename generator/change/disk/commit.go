package disk

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gen-go/gen/generator/tree"
)

// Commit reads the files of a project as they are in a commit, in the form
// that they have on disk. It reads each when it is asked for, because a
// repository may be large.
type Commit struct {
	name   string
	prefix string // path of the project in its repository, "" or with a slash at the end
	blobs  map[string]Blob
	read   map[string]tree.File

	cmd *exec.Cmd // git cat-file
	ask io.WriteCloser
	out *bufio.Reader
}

// Blob identifies the content of a file in git.
type Blob struct {
	Mode string // such as 100644
	ID   string
}

// Commit opens a commit. The caller must close it.
func (g Git) Commit(ctx context.Context, name string) (*Commit, error) {
	prefix, err := g.line(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	c := &Commit{name: name, prefix: prefix, read: map[string]tree.File{}}
	if c.blobs, err = g.blobs(ctx, name); err != nil {
		return nil, err
	}
	c.cmd = exec.CommandContext(ctx, "git", "--no-optional-locks", "cat-file", "--batch", "--filters")
	c.cmd.Dir = g.dir
	if c.ask, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return c, nil
}

// blobs returns the files of the directory in a commit.
func (g Git) blobs(ctx context.Context, commit string) (map[string]Blob, error) {
	list, err := g.run(ctx, "ls-tree", "-r", "-z", commit, "--", ".")
	if err != nil {
		return nil, err
	}
	blobs := map[string]Blob{}
	for line := range strings.SplitSeq(string(list), "\x00") {
		about, file, ok := strings.Cut(line, "\t")
		if words := strings.Fields(about); ok && len(words) == 3 {
			blobs[file] = Blob{Mode: words[0], ID: words[2]}
		}
	}
	return blobs, nil
}

// Include adds the files of another commit that this one does not have.
func (c *Commit) Include(ctx context.Context, g Git, other string) error {
	blobs, err := g.blobs(ctx, other)
	for name, b := range blobs {
		if _, there := c.blobs[name]; !there {
			c.blobs[name] = b
		}
	}
	return err
}

// Add adds a file that this commit does not have.
func (c *Commit) Add(name string, f tree.File) {
	if _, there := c.blobs[name]; there {
		return
	}
	c.blobs[name] = Blob{Mode: "100644"}
	c.read[name] = f
}

// Close ends the process that reads.
func (c *Commit) Close() error {
	_ = c.ask.Close()
	_ = c.cmd.Wait()
	return nil
}

// Dir returns "": the files of a commit are in no directory.
func (c *Commit) Dir() string { return "" }

// Blob returns what identifies the content of a file, or false if the commit
// does not have it.
func (c *Commit) Blob(name string) (Blob, bool) {
	b, ok := c.blobs[name]
	return b, ok
}

// Read returns the file at name, or false if there is none. The error wraps
// [ErrOccupied] if it is not a regular file.
func (c *Commit) Read(name string) (tree.File, bool, error) {
	if f, ok := c.read[name]; ok {
		return f, true, nil
	}
	b, ok := c.blobs[name]
	switch {
	case !ok:
		return tree.File{}, false, nil
	case !strings.HasPrefix(b.Mode, "100"):
		return tree.File{}, false, fmt.Errorf("%s %w", name, ErrOccupied)
	}
	data, err := c.content(b.ID, name)
	if err != nil {
		return tree.File{}, false, fmt.Errorf("read %s of commit %.10s: %w", name, c.name, err)
	}
	f := tree.File{Data: data, Mode: 0o644}
	if b.Mode == "100755" {
		f.Mode = 0o755
	}
	c.read[name] = f
	return f, true, nil
}

// content asks git cat-file for a file.
func (c *Commit) content(id, name string) ([]byte, error) {
	if _, err := fmt.Fprintf(c.ask, "%s %s%s\n", id, c.prefix, name); err != nil {
		return nil, err
	}
	header, err := c.out.ReadString('\n')
	if err != nil {
		return nil, err
	}
	words := strings.Fields(header)
	if len(words) != 3 {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(header))
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(header))
	}
	data := make([]byte, size+1) // and a newline
	if _, err := io.ReadFull(c.out, data); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(data, []byte("\n"))[:size:size], nil
}

// Names returns the names of the regular files in a directory of the project.
func (c *Commit) Names(folder string) ([]string, error) {
	var names []string
	for name, b := range c.blobs {
		if path.Dir(name) == folder && strings.HasPrefix(b.Mode, "100") {
			names = append(names, path.Base(name))
		}
	}
	return names, nil
}

// Walk calls visit with the path of each regular file, in lexical order,
// skipping directories that belong to tools.
func (c *Commit) Walk(visit func(name string) error) error {
	for _, name := range slices.Sorted(maps.Keys(c.blobs)) {
		if !strings.HasPrefix(c.blobs[name].Mode, "100") || isSkipped(name) {
			continue
		}
		if err := visit(name); err != nil {
			return err
		}
	}
	return nil
}

// isSkipped reports whether a path is in a directory that belongs to a tool.
func isSkipped(name string) bool {
	for element := range strings.SplitSeq(path.Dir(name), "/") {
		if skipped[element] {
			return true
		}
	}
	return false
}

// GoFiles returns the Go files of the project, including tests, without those
// that the go command ignores.
func (c *Commit) GoFiles() (tree.Tree, error) { return goFiles(c) }

// Rename gives the files the paths that name returns for theirs. It returns
// those that were changed.
func (c *Commit) Rename(name func(path string) string) (former []string) {
	for _, old := range slices.Sorted(maps.Keys(c.blobs)) {
		now := name(old)
		if now == old {
			continue
		}
		former = append(former, old)
		c.blobs[now] = c.blobs[old]
		delete(c.blobs, old)
		if f, ok := c.read[old]; ok {
			c.read[now] = f
			delete(c.read, old)
		}
	}
	return former
}
