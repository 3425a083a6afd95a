// Package file performs the operations on files with which a project is read
// and written. A test can make each of them fail, as on a full or broken disk.
package file

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
)

// hook is called before each operation; it is nil except in tests.
var hook atomic.Pointer[func(op, name string) error]

// FailWith makes each operation that follows fail with the error that f
// returns for it, if any, until restore is called. It is for tests.
func FailWith(f func(op, name string) error) (restore func()) {
	hook.Store(&f)
	return func() { hook.Store(nil) }
}

func check(op, name string) error {
	if f := hook.Load(); f != nil {
		if err := (*f)(op, name); err != nil {
			return &fs.PathError{Op: op, Path: name, Err: err}
		}
	}
	return nil
}

// Lstat is [os.Lstat].
func Lstat(name string) (fs.FileInfo, error) {
	if err := check("lstat", name); err != nil {
		return nil, err
	}
	return os.Lstat(name)
}

// Mkdir is [os.Mkdir].
func Mkdir(name string, perm fs.FileMode) error {
	if err := check("mkdir", name); err != nil {
		return err
	}
	return os.Mkdir(name, perm)
}

// MkdirAll is [os.MkdirAll].
func MkdirAll(name string, perm fs.FileMode) error {
	if err := check("mkdir", name); err != nil {
		return err
	}
	return os.MkdirAll(name, perm)
}

// MkdirTemp is [os.MkdirTemp].
func MkdirTemp(dir, pattern string) (string, error) {
	if err := check("mkdir", filepath.Join(dir, pattern)); err != nil {
		return "", err
	}
	return os.MkdirTemp(dir, pattern)
}

// WriteFile is [os.WriteFile]. When made to fail, it writes half of the data.
func WriteFile(name string, data []byte, perm fs.FileMode) error {
	if err := check("write", name); err != nil {
		_ = os.WriteFile(name, data[:len(data)/2], perm)
		return err
	}
	return os.WriteFile(name, data, perm)
}

// ReadFile is [os.ReadFile].
func ReadFile(name string) ([]byte, error) {
	if err := check("read", name); err != nil {
		return nil, err
	}
	return os.ReadFile(name)
}

// ReadDir is [os.ReadDir].
func ReadDir(name string) ([]fs.DirEntry, error) {
	if err := check("read", name); err != nil {
		return nil, err
	}
	return os.ReadDir(name)
}

// Chmod is [os.Chmod].
func Chmod(name string, mode fs.FileMode) error {
	if err := check("chmod", name); err != nil {
		return err
	}
	return os.Chmod(name, mode)
}

// Rename is [os.Rename].
func Rename(from, to string) error {
	if err := check("rename", to); err != nil {
		return err
	}
	return os.Rename(from, to)
}

// Remove is [os.Remove].
func Remove(name string) error {
	if err := check("remove", name); err != nil {
		return err
	}
	return os.Remove(name)
}

// RemoveAll is [os.RemoveAll].
func RemoveAll(name string) error {
	if err := check("remove", name); err != nil {
		return err
	}
	return os.RemoveAll(name)
}

// Root is an [os.Root].
type Root struct{ root *os.Root }

// OpenRoot is [os.OpenRoot].
func OpenRoot(dir string) (Root, error) {
	if err := check("open", dir); err != nil {
		return Root{}, err
	}
	root, err := os.OpenRoot(dir)
	return Root{root}, err
}

// Close is [os.Root.Close].
func (r Root) Close() error { return r.root.Close() }

// Lstat is [os.Root.Lstat].
func (r Root) Lstat(name string) (fs.FileInfo, error) {
	if err := check("lstat", name); err != nil {
		return nil, err
	}
	return r.root.Lstat(name)
}

// ReadFile is [os.Root.ReadFile].
func (r Root) ReadFile(name string) ([]byte, error) {
	if err := check("read", name); err != nil {
		return nil, err
	}
	return r.root.ReadFile(name)
}

// ReadDir returns the entries of a directory.
func (r Root) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := check("read", name); err != nil {
		return nil, err
	}
	return fs.ReadDir(r.root.FS(), filepath.ToSlash(name))
}

// Open is [os.Root.Open].
func (r Root) Open(name string) (*os.File, error) {
	if err := check("open", name); err != nil {
		return nil, err
	}
	return r.root.Open(name)
}

// MkdirAll is [os.Root.MkdirAll].
func (r Root) MkdirAll(name string, perm fs.FileMode) error {
	if err := check("mkdir", name); err != nil {
		return err
	}
	return r.root.MkdirAll(name, perm)
}

// Rename is [os.Root.Rename].
func (r Root) Rename(from, to string) error {
	if err := check("rename", to); err != nil {
		return err
	}
	return r.root.Rename(from, to)
}

// Remove is [os.Root.Remove].
func (r Root) Remove(name string) error {
	if err := check("remove", name); err != nil {
		return err
	}
	return r.root.Remove(name)
}
