package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// plain returns an error of a file operation in the words of gen: without the
// name of the system call, and without that of a file that only gen knows.
func plain(err error) error {
	path, link := (*fs.PathError)(nil), (*os.LinkError)(nil)
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	}
	if err != nil && err.Error() == "path escapes from parent" { // of os.Root, which exports no error for it
		return errEscapes
	}
	return err
}

var errEscapes = errors.New("a symbolic link leads out of the project")

// plainAt adds to an error of an operation what gen was doing, and with which
// file. It returns nil if err is nil.
func plainAt(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", doing, name, plain(err))
}
