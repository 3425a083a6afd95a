package cache

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"reflect"
	"strings"
	"time"
)

// cacheEntry is a row or a page of a list, or the fact that there is no such row.
type cacheEntry struct {
	generations string // under which it was read
	shape       uint64 // of the type whose value it has
	fresh       time.Time
	absent      bool
	value       []byte // in JSON
}

// headerSize is that of an entry without generations and value: shape, fresh, absent
// and the length of the generations.
const headerSize = 8 + 8 + 1 + 1

// encode returns the bytes of the entry.
func (e cacheEntry) encode() []byte {
	data := make([]byte, 0, headerSize+len(e.generations)+len(e.value))
	data = binary.BigEndian.AppendUint64(data, e.shape)
	data = binary.BigEndian.AppendUint64(data, uint64(e.fresh.UnixMilli()))
	absent := byte(0)
	if e.absent {
		absent = 1
	}
	data = append(data, absent, byte(len(e.generations))) //nolint:gosec // two short values
	data = append(data, e.generations...)
	return append(data, e.value...)
}

// decodeEntry decodes what encode has returned. It reports whether data is that.
func decodeEntry(data []byte) (e cacheEntry, ok bool) {
	if len(data) < headerSize || len(data) < headerSize+int(data[headerSize-1]) {
		return e, false
	}
	e.shape = binary.BigEndian.Uint64(data)
	e.fresh = time.UnixMilli(int64(binary.BigEndian.Uint64(data[8:]))) //nolint:gosec // as it was encoded
	e.absent = data[16] == 1
	end := headerSize + int(data[headerSize-1])
	e.generations, e.value = string(data[headerSize:end]), data[end:]
	return e, true
}

// joined returns values of generations as an entry has them.
func joined(generations []string) string { return strings.Join(generations, " ") }

// toJSON returns a value in JSON, with the documents in it as they are.
func toJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// shapeOf identifies the form of a type, so that a release with another form of a
// row does not read what this one has stored.
func shapeOf(t reflect.Type) uint64 {
	h := fnv.New64a()
	describe(t, map[reflect.Type]bool{}, func(format string, args ...any) { _, _ = fmt.Fprintf(h, format, args...) })
	return h.Sum64()
}

// describe writes what JSON of a type depends on. A type in itself is written once.
func describe(t reflect.Type, seen map[reflect.Type]bool, write func(format string, args ...any)) {
	write("%s %s;", t.Kind(), t)
	if seen[t] {
		return
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Struct:
		for field := range t.Fields() {
			write("%s %q ", field.Name, field.Tag)
			describe(field.Type, seen, write)
		}
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		describe(t.Elem(), seen, write)
	default:
	}
}
