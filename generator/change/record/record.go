// Package record stores the last render in the project: a lock with the hash
// of each file, and an archive of the files, which is the base of the next
// merge.
package record

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"go.yaml.in/yaml/v4"

	"github.com/gen-go/gen/generator/tree"
)

// Paths of the record within a project.
const (
	LockPath   = ".gen/lock.yaml"
	BasePath   = ".gen/base.tar.gz"
	UndoPath   = ".gen/undo.tar.gz" // exists after the first change
	IgnorePath = ".gen/.gitignore"  // excludes UndoPath from git
)

// format is the version of the lock's file format.
const format = "1"

// Write returns the files that record a render. It is a pure function.
func Write(generator string, spec []byte, rendered tree.Tree) (tree.Tree, error) {
	lock, err := marshalLock(generator, spec, rendered)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", LockPath, err)
	}
	base, err := pack(rendered)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", BasePath, err)
	}
	return tree.Tree{
		LockPath:   {Data: lock, Mode: 0o644},
		BasePath:   {Data: base, Mode: 0o644},
		IgnorePath: {Data: []byte(path.Base(UndoPath) + "\n"), Mode: 0o644},
	}, nil
}

func marshalLock(generator string, spec []byte, rendered tree.Tree) ([]byte, error) {
	var specDoc yaml.Node
	if err := yaml.Load(spec, &specDoc); err != nil {
		return nil, err
	}
	dropComments(&specDoc)
	files := &yaml.Node{Kind: yaml.MappingNode}
	for name, f := range rendered.All() {
		put(files, name, text(hash(f.Data)))
	}
	lock := &yaml.Node{Kind: yaml.MappingNode}
	put(lock, "format", &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: format})
	put(lock, "generator", text(generator))
	put(lock, "spec", specDoc.Content[0])
	put(lock, "files", files)
	data, err := yaml.Dump(lock, yaml.WithIndent(2), yaml.WithCompactSeqIndent(false), yaml.WithLineWidth(-1))
	if err != nil {
		return nil, err
	}
	return append([]byte("# What was last generated. Do not edit: changes are merged against it.\n"), data...), nil
}

func dropComments(n *yaml.Node) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	for _, c := range n.Content {
		dropComments(c)
	}
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, text(key), value)
}

func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// pack returns a tar archive without timestamps and owners, so that equal
// trees have equal archives. It is in gzip format but not compressed, because
// git compresses committed files and can then store a base as a delta to the
// previous one.
func pack(t tree.Tree) ([]byte, error) {
	var b bytes.Buffer
	size := 0
	for _, f := range t {
		size += len(f.Data) + 1024 // header and padding
	}
	b.Grow(size)
	zw, err := gzip.NewWriterLevel(&b, gzip.NoCompression)
	if err != nil {
		return nil, err
	}
	tw := tar.NewWriter(zw)
	for name, f := range t.All() {
		header := &tar.Header{Name: name, Mode: int64(f.Mode.Perm()), Size: int64(len(f.Data)), Format: tar.FormatPAX}
		if err := tw.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := tw.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := tw.Close(); err != nil {
		return nil, err
	}
	if err := zw.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// maxBase limits the unpacked size of an archive, in bytes. It is a hundred
// times the size of the largest project and guards against decompression bombs.
const maxBase = 256 << 20

// errDamaged is returned for a file that is not as gen has written it. The
// reasons of the libraries that read it mean nothing to an owner.
var errDamaged = errors.New("damaged")

// Base returns the files in a base archive. Any change of a byte of them is an
// error.
func Base(data []byte) (tree.Tree, error) {
	t, err := unpack(data, maxBase)
	if err == nil && len(t) == 0 {
		err = fmt.Errorf("%w: it has no files", errDamaged)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", BasePath, err)
	}
	return t, nil
}

// unpack returns the files in an archive of at most limit bytes, each of which
// is checked.
func unpack(data []byte, limit int64) (tree.Tree, error) {
	zr, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, errDamaged
	}
	zr.Multistream(false)
	limited := &io.LimitedReader{R: zr, N: limit + 1}
	t, err := untar(limited)
	if err == nil {
		_, err = io.Copy(io.Discard, limited) // the checksum is at the end
	}
	switch {
	case limited.N == 0:
		return nil, fmt.Errorf("%w: it unpacks to more than %d MiB", errDamaged, limit>>20)
	case err != nil:
		return nil, errDamaged
	}
	return t, nil
}

func untar(r io.Reader) (tree.Tree, error) {
	t := tree.Tree{}
	tr := tar.NewReader(r)
	for {
		header, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag != tar.TypeReg {
			return nil, errDamaged
		}
		content := bytes.NewBuffer(make([]byte, 0, min(header.Size, 1<<20)+bytes.MinRead))
		if _, err := content.ReadFrom(tr); err != nil {
			return nil, err
		}
		if err := t.Add(header.Name, content.Bytes()); err != nil {
			return nil, err
		}
		t[header.Name] = tree.File{Data: t[header.Name].Data, Mode: fs.FileMode(header.Mode).Perm()}
	}
}
