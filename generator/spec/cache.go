package spec

import (
	"fmt"
	"time"

	"github.com/gen-go/gen/generator/layer"
)

// maxCacheTime is the longest time for which rows are cached.
const maxCacheTime = 30 * 24 * time.Hour

var cacheSetting = Setting{
	Name: "cache", Word: "cache", About: "how long its rows are cached, such as 5m, or none", Values: []string{""},
	Pattern: `^(none|([0-9]+(h|m|s|ms))+)$`, known: (*layer.Catalog).Caching,
	get: func(s *Settings) []string { return unless(s.Cache == "", s.Cache) },
	set: func(s *Settings, value string) { s.Cache = value },
}

// Cached reports whether rows are cached in projects with a cache.
func (s Settings) Cached() bool { return s.Cache != layer.None }

// CacheTime returns how long rows are cached, or 0 if the resource does not say.
func (s Settings) CacheTime() time.Duration {
	d, _ := time.ParseDuration(s.Cache) // 0 for none, which is not cached at all
	return d
}

// validateCache checks how long rows are cached, and that something does.
func (s *Spec) validateCache(cat *layer.Catalog, ps *Problems) {
	caches := false
	for _, l := range cat.Chosen(s.Options) {
		caches = caches || l.Caches
	}
	for i, r := range s.Resources {
		path := fmt.Sprintf("resources[%d].cache", i)
		switch d, err := time.ParseDuration(r.Cache); {
		case r.Cache == "", r.Cache == layer.None && cat.Caching():
		case !caches:
			ps.Add(path, "%q needs an option that caches rows"+leaveOut, r.Cache)
		case err != nil:
			ps.Add(path, "%q is neither a time such as 30s, 5m or 1h30m, nor none", r.Cache)
		case d < time.Millisecond || d > maxCacheTime || d%time.Millisecond != 0:
			ps.Add(path, "%q is not from 1ms to 720h, in whole milliseconds; none turns it off", r.Cache)
		}
	}
}
