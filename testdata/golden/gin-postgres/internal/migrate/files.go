package migrate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// direction says which script of a migration runs.
type direction string

const (
	up   direction = "up"
	down direction = "down"
)

// migration is a pair of files such as 000001_create_books.up.sql and
// 000001_create_books.down.sql.
type migration struct {
	id       int64
	name     string // such as 000001_create_books
	scripts  map[direction]string
	checksum string // of the .up.sql
}

var fileName = regexp.MustCompile(`^((\d+)_.+)\.(up|down)\.sql$`)

// load returns the migrations in files, sorted by their numbers.
func load(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	byID := map[int64]migration{}
	for _, name := range names {
		part := fileName.FindStringSubmatch(name)
		if part == nil {
			return nil, fmt.Errorf("migrations/%s: want NUMBER_NAME.up.sql or NUMBER_NAME.down.sql", name)
		}
		id, err := strconv.ParseInt(part[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("migrations/%s: the number is too high", name)
		}
		m, known := byID[id]
		if !known {
			m = migration{id: id, name: part[1], scripts: map[direction]string{}}
		} else if m.name != part[1] {
			return nil, fmt.Errorf("migrations/%s: %s has the same number", name, m.name)
		}
		script, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		m.scripts[direction(part[3])] = strings.ReplaceAll(string(script), "\r\n", "\n")
		byID[id] = m
	}
	all := slices.SortedFunc(maps.Values(byID), func(a, b migration) int { return cmp.Compare(a.id, b.id) })
	for i, m := range all {
		sum := sha256.Sum256([]byte(m.scripts[up]))
		all[i].checksum = hex.EncodeToString(sum[:])
	}
	return all, nil
}

// script returns a script of m, or an error if there is none to run.
func (m migration) script(way direction) (string, error) {
	script, ok := m.scripts[way]
	switch {
	case !ok:
		return "", fmt.Errorf("there is no migrations/%s.%s.sql", m.name, way)
	case strings.Contains("\n"+script, "\n-- DRAFT"):
		return "", fmt.Errorf("migrations/%s.%s.sql is a draft: write it, then delete the line that begins with -- DRAFT", m.name, way)
	}
	return script, nil
}
