package render

import (
	"fmt"
	"slices"
	"time"

	"github.com/gen-go/gen/generator/spec"
)

// Cache is what a cache does with the rows of a resource.
type Cache struct {
	Kept bool   // whether it has them
	TTL  string // for how long, as a Go expression, or "" for as long as by default
	// Others are the resources with rows in the cache that change when a row of this
	// one is deleted or restored.
	Others []*Resource
}

// newCache returns what the spec says of a resource.
func newCache(of spec.Settings) Cache {
	c := Cache{Kept: of.Cached()}
	if d := of.CacheTime(); d > 0 {
		c.TTL = goDuration(d)
	}
	return c
}

// goDuration returns a Go expression for a time in whole milliseconds.
func goDuration(d time.Duration) string {
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{time.Hour, "Hour"}, {time.Minute, "Minute"}, {time.Second, "Second"}} {
		if d%unit.of == 0 {
			return fmt.Sprintf("%d*time.%s", d/unit.of, unit.name)
		}
	}
	return fmt.Sprintf("%d*time.Millisecond", d/time.Millisecond)
}

// findOthers sets the resources whose rows a deletion changes, which must be known.
func (r *Resource) findOthers() {
	changed := slices.Clone(r.Deletion.Deleted)
	for _, referrer := range r.Deletion.Cleared {
		changed = append(changed, referrer.Resource)
	}
	for _, l := range r.Deletion.Unlinked {
		changed = append(changed, l.Owner)
	}
	for _, other := range changed {
		if other.Cache.Kept && !slices.Contains(r.Cache.Others, other) {
			r.Cache.Others = append(r.Cache.Others, other)
		}
	}
}
