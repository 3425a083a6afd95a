package atlas

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"strings"
)

// Sum is a SHA-256 checksum of a go.mod or zip.
type Sum [sha256.Size]byte

// String returns s in the format of go.sum.
func (s Sum) String() string {
	return "h1:" + base64.StdEncoding.EncodeToString(s[:])
}

// ParseSum parses a checksum in the format of go.sum.
func ParseSum(text string) (Sum, error) {
	var s Sum
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(text, "h1:"))
	if err != nil || len(raw) != len(s) || !strings.HasPrefix(text, "h1:") {
		return s, fmt.Errorf("not an h1 checksum: %q", text)
	}
	copy(s[:], raw)
	return s, nil
}

// SumDeps returns the checksum of those files of the union module on which the
// content of the atlas depends.
func SumDeps(union fs.FS) (Sum, error) {
	h := sha256.New()
	for _, name := range []string{"all.go", "go.mod", "go.sum"} {
		data, err := fs.ReadFile(union, name)
		if err != nil {
			return Sum{}, err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(data))
		h.Write(data)
	}
	return Sum(h.Sum(nil)), nil
}
