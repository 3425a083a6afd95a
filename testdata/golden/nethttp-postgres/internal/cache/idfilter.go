package cache

import (
	"context"
	"hash/maphash"
	"iter"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// filterInterval is how often a filter is made again. Until then it also has the
	// ids of rows that are gone.
	filterInterval = time.Hour
	// filterGrace is longer than any transaction that creates rows.
	filterGrace = time.Minute
	// filterBatch is how many ids are read at a time.
	filterBatch = 10_000
	// filterBits and filterHashes make about one of 100 missing ids look as if it
	// existed.
	filterBits, filterHashes = 10, 7
	// filterWait is for how long requests for ids beyond all known ones gather, to
	// ask the database together for the highest id.
	filterWait = 10 * time.Millisecond
)

// IDSource reads the ids of a table, also those of rows that can be restored.
type IDSource[ID any] interface {
	// IDs returns up to limit ids after one, in ascending order.
	IDs(ctx context.Context, after ID, limit int) ([]ID, error)
	// LastID returns the highest id, and the zero value if there is none.
	LastID(ctx context.Context) (ID, error)
}

// idFilter tells for most ids that no row has, that there is none, without a read of
// the cache or the database. It never says so of a row that there is:
//   - Up to the highest id at one moment, a Bloom filter has the ids of all rows. It
//     is filled when the transactions of that moment have ended, after which no
//     more rows get such ids.
//   - Of ids beyond that, those up to the highest id that is known may exist.
//   - For an id beyond that one, the database is asked for the highest.
type idFilter[ID comparable] struct {
	table   string
	source  IDSource[ID]
	compare func(a, b ID) int
	log     *slog.Logger

	bits    atomic.Pointer[bloomBits[ID]] // nil until it is complete
	mu      sync.Mutex
	known   ID // the highest
	asking  singleflight.Group
	started time.Time
}

func newIDFilter[ID comparable](table string, source IDSource[ID], compare func(a, b ID) int, log *slog.Logger) *idFilter[ID] {
	return &idFilter[ID]{table: table, source: source, compare: compare, log: log, started: time.Now()}
}

// mayExist reports whether there may be a row with an id.
func (f *idFilter[ID]) mayExist(ctx context.Context, id ID) bool {
	b := f.bits.Load()
	switch {
	case b == nil:
		return true
	case f.compare(id, b.last) <= 0:
		return b.has(id)
	case f.compare(id, f.highest()) <= 0:
		return true
	}
	last, err := f.ask(ctx)
	return err != nil || f.compare(id, last) <= 0
}

func (f *idFilter[ID]) highest() ID {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known
}

// ask returns the highest id in the database, as read after it was called.
func (f *idFilter[ID]) ask(ctx context.Context) (last ID, err error) {
	turn := int64(time.Since(f.started) / filterWait)
	answer := f.asking.DoChan(strconv.FormatInt(turn, 10), func() (any, error) {
		time.Sleep(time.Duration(turn+1)*filterWait - time.Since(f.started))
		return f.readLast(context.WithoutCancel(ctx))
	})
	select {
	case result := <-answer:
		last, _ = result.Val.(ID) // unless there is an error
		return last, result.Err
	case <-ctx.Done():
		return last, ctx.Err()
	}
}

// readLast reads the highest id in the database, and remembers it.
func (f *idFilter[ID]) readLast(ctx context.Context) (ID, error) {
	last, err := f.source.LastID(ctx)
	if err != nil {
		return last, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.compare(last, f.known) > 0 {
		f.known = last
	}
	return last, nil
}

// run makes the filter, again and again, until ctx ends.
func (f *idFilter[ID]) run(ctx context.Context) {
	for {
		if err := f.fill(ctx); err != nil && ctx.Err() == nil {
			f.log.WarnContext(ctx, "cannot make the filter of ids", slog.String("table", f.table), slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(filterInterval):
		}
	}
}

// fill replaces the filter.
func (f *idFilter[ID]) fill(ctx context.Context) error {
	last, err := f.readLast(ctx)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(filterGrace):
	}
	var ids []ID
	for after := *new(ID); ; {
		more, err := f.source.IDs(ctx, after, filterBatch)
		if err != nil {
			return err
		}
		ids = append(ids, more...)
		if len(more) == 0 || f.compare(more[len(more)-1], last) >= 0 {
			break
		}
		after = more[len(more)-1]
	}
	b := newBloomBits(last, len(ids))
	for _, id := range ids {
		b.add(id)
	}
	f.bits.Store(b)
	f.log.InfoContext(ctx, "filter of ids is complete", slog.String("table", f.table), slog.Int("ids", len(ids)))
	return nil
}

// bloomBits is a Bloom filter of the ids up to last.
type bloomBits[ID comparable] struct {
	last  ID
	seeds [2]maphash.Seed
	words []uint64
}

func newBloomBits[ID comparable](last ID, n int) *bloomBits[ID] {
	return &bloomBits[ID]{
		last:  last,
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()},
		words: make([]uint64, n*filterBits/64+1),
	}
}

func (b *bloomBits[ID]) add(id ID) {
	for at := range b.at(id) {
		b.words[at/64] |= 1 << (at % 64)
	}
}

func (b *bloomBits[ID]) has(id ID) bool {
	for at := range b.at(id) {
		if b.words[at/64]&(1<<(at%64)) == 0 {
			return false
		}
	}
	return true
}

// at returns the places of the bits of an id.
func (b *bloomBits[ID]) at(id ID) iter.Seq[uint64] {
	first, step := maphash.Comparable(b.seeds[0], id), maphash.Comparable(b.seeds[1], id)|1
	size := uint64(len(b.words)) * 64
	return func(yield func(uint64) bool) {
		for i := range uint64(filterHashes) {
			if !yield((first + i*step) % size) {
				return
			}
		}
	}
}
