package atlas

import (
	"errors"
	"fmt"
	"strings"
)

// Decode parses the result of Encode. The returned strings share the bytes of
// file.
func Decode(file string) (*Data, error) {
	if !strings.HasPrefix(file, magic) {
		return nil, errors.New("atlas: unknown format")
	}
	r := &reader{file: file, at: len(magic)}
	d := &Data{DepsSum: r.sum()}
	words := r.strings()
	d.Paths = r.strings()
	d.Imports = r.strings()
	lists := r.lists(len(d.Imports))
	r.importTable(d)
	d.Modules = make([]Module, r.count())
	for i := range d.Modules {
		r.module(&d.Modules[i], d, words, lists)
		if r.err != nil {
			return nil, fmt.Errorf("atlas: module %d: %w", i, r.err)
		}
	}
	for i, h := range d.Homes {
		if h < None || int(h) >= len(d.Modules) {
			return nil, fmt.Errorf("atlas: %s: home out of range", d.Imports[i])
		}
	}
	if r.err == nil && r.at < len(file) {
		r.err = errors.New("trailing bytes")
	}
	if r.err != nil {
		return nil, fmt.Errorf("atlas: %w", r.err)
	}
	return d, nil
}

// reader reads an atlas sequentially. After an error all results are zero.
type reader struct {
	file string
	at   int
	slab []int32   // free space from which small lists are allocated
	pkgs []Package // the same for packages
	err  error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err, r.at = err, len(r.file)
	}
}

// uint reads a number, with a fast path for those of one byte.
func (r *reader) uint() int {
	if r.at < len(r.file) && r.file[r.at] < 0x80 {
		r.at++
		return int(r.file[r.at-1])
	}
	return r.longUint()
}

func (r *reader) longUint() int {
	n := uint(0)
	for i := 0; i < 5 && r.at < len(r.file); i++ {
		b := r.file[r.at]
		r.at++
		n |= uint(b&0x7f) << (7 * i)
		if b < 0x80 {
			return int(n)
		}
	}
	r.fail(errors.New("truncated"))
	return 0
}

// count reads the number of entries that follow. Each has at least one byte.
func (r *reader) count() int {
	n := r.uint()
	if n > len(r.file)-r.at {
		r.fail(errors.New("impossible count"))
		return 0
	}
	return n
}

// index reads a number that must be less than limit.
func (r *reader) index(limit int) int {
	n := r.uint()
	if n >= limit {
		r.fail(errors.New("index out of range"))
		return 0
	}
	return n
}

func (r *reader) bytes(n int) string {
	if n > len(r.file)-r.at {
		r.fail(errors.New("truncated"))
		return ""
	}
	r.at += n
	return r.file[r.at-n : r.at]
}

func (r *reader) sum() (s Sum) {
	copy(s[:], r.bytes(len(s)))
	return s
}

func (r *reader) strings() []string {
	lengths := make([]int, r.count())
	for i := range lengths {
		lengths[i] = r.uint()
	}
	list := make([]string, len(lengths))
	for i, n := range lengths {
		list[i] = r.bytes(n)
	}
	return list
}

// ints returns a slice of n numbers.
func (r *reader) ints(n int) []int32 {
	if n > len(r.slab) {
		r.slab = make([]int32, max(n, 4096))
	}
	s := r.slab[:n:n]
	r.slab = r.slab[n:]
	return s
}

// ascending reads numbers that are stored as differences and must be less than
// limit.
func (r *reader) ascending(limit int) []int32 {
	list := r.ints(r.count())
	last := 0
	for i := range list {
		if last += r.uint(); last >= limit {
			r.fail(errors.New("index out of range"))
			return nil
		}
		list[i] = int32(last)
	}
	return list
}

// lists reads the lists of imports. Index 0 is the unknown list, nil.
func (r *reader) lists(imports int) []*List {
	table := make([]List, r.count())
	lists := make([]*List, len(table)+1)
	for i := range table {
		table[i] = r.ascending(imports)
		lists[i+1] = &table[i]
	}
	return lists
}

func (r *reader) importTable(d *Data) {
	d.Homes = make([]int32, len(d.Imports))
	d.Prefixes = make([][]int32, len(d.Imports))
	for i := range d.Imports {
		d.Homes[i] = int32(r.uint()) - 1
		prefixes := r.ints(r.count())
		for j := range prefixes {
			prefixes[j] = int32(r.index(len(d.Paths)))
		}
		d.Prefixes[i] = prefixes
	}
}

func (r *reader) module(m *Module, d *Data, words []string, lists []*List) {
	flags := r.uint()
	m.HasMod, m.Pruned, m.HasPackages = flags&flagMod != 0, flags&flagPruned != 0, flags&flagPackages != 0
	m.Path = int32(r.index(len(d.Paths)))
	m.Version = words[r.index(len(words))]
	if m.HasMod {
		m.Go = words[r.index(len(words))]
		m.ModSum = r.sum()
		m.Requires = r.ascending(len(d.Modules))
	}
	if m.HasPackages {
		m.ZipSum = r.sum()
		m.Packages = r.packages(len(d.Imports), lists)
	}
}

func (r *reader) packages(imports int, lists []*List) []Package {
	n := r.count()
	if n > len(r.pkgs) {
		r.pkgs = make([]Package, max(n, 512))
	}
	list := r.pkgs[:n:n]
	r.pkgs = r.pkgs[n:]
	path := 0
	for i := range list {
		if path += r.uint(); path >= imports {
			r.fail(errors.New("index out of range"))
			return nil
		}
		list[i] = Package{
			Path:    int32(path),
			Imports: lists[r.index(len(lists))],
			Tests:   lists[r.index(len(lists))],
		}
	}
	return list
}
