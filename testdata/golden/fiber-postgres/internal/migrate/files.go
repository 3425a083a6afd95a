package migrate

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
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

// state is what a migration is afterwards.
func (d direction) state() string {
	if d == down {
		return "pending"
	}
	return "applied"
}

// migration is a pair of files such as 000001_create_books.up.sql and
// 000001_create_books.down.sql.
type migration struct {
	id       int64
	name     string // of both files, without what follows the first dot
	up, down string
	oneWay   bool   // there is no .down.sql
	checksum string // of the .up.sql
}

// load returns the migrations in files, sorted by their numbers.
func load(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, name := range names {
		stem, isDown := strings.CutSuffix(name, ".down.sql")
		if isDown && slices.Contains(names, stem+".up.sql") {
			continue
		}
		m, err := parse(files, name)
		if err != nil {
			return nil, fmt.Errorf("migrations/%s: %w", name, err)
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b migration) int { return cmp.Compare(a.id, b.id) })
	for i := 1; i < len(all); i++ {
		if all[i].id == all[i-1].id {
			return nil, fmt.Errorf("migrations %s and %s have the same number", all[i-1].name, all[i].name)
		}
	}
	return all, nil
}

// parse reads the migration whose .up.sql has the given name.
func parse(files fs.FS, name string) (migration, error) {
	stem, isUp := strings.CutSuffix(name, ".up.sql")
	number, title, _ := strings.Cut(stem, "_")
	id, err := strconv.ParseInt(number, 10, 64)
	if !isUp || title == "" || err != nil || id < 1 {
		return migration{}, errors.New("want the name NUMBER_NAME.up.sql, or NUMBER_NAME.down.sql beside it")
	}
	script, err := fs.ReadFile(files, name)
	if err != nil {
		return migration{}, err
	}
	back, err := fs.ReadFile(files, stem+".down.sql")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return migration{}, err
	}
	// Git may write a text with other line endings.
	sum := sha256.Sum256([]byte(strings.ReplaceAll(string(script), "\r\n", "\n")))
	return migration{id, stem, string(script), string(back), err != nil, hex.EncodeToString(sum[:])}, nil
}

// script returns the script for a direction, or an error if it must not run.
func (m migration) script(way direction) (string, error) {
	script := m.up
	if way == down {
		script = m.down
		if m.oneWay {
			return "", fmt.Errorf("%s has no .down.sql and cannot be rolled back", m.name)
		}
	}
	if strings.Contains("\n"+script, "\n-- DRAFT") {
		return "", fmt.Errorf("migrations/%s.%s.sql is a draft: write it, then delete the line that begins with -- DRAFT", m.name, way)
	}
	return script, nil
}
