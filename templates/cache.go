package templates

import "github.com/gen-go/gen/generator/layer"

// cacheOptions come before redis, which some of them need, and caches.
var cacheOptions = []layer.Layer{
	{Category: "cache", Name: "memory", Summary: "in the memory of the process", Caches: true},
	{Category: "cache", Name: "redis", Summary: "in Redis, which all instances share", Caches: true},
	{Category: "cache", Name: "tiered", Summary: "in the memory of the process, in front of Redis", Caches: true},
}

// caches decorate the stores of resources. They wrap nothing where no resource is
// to be kept. Without a database the rows are in the memory of one process, and so is
// what it keeps of them: in Redis it would outlive them.
var caches = []layer.Layer{
	{
		Name: "cache", Dir: "cache/core", When: []string{"cache", "cached"},
		Sections: []layer.Section{{Field: "Cache", Package: "cache"}},
		Settings: []layer.Group{{Title: "Cache", Settings: []layer.Setting{
			{Name: "CACHE_TTL", Default: "5m", About: "How long a row or a list is kept, unless gen.yaml has another time for its resource."},
			{
				Name: "CACHE_STALE_TTL", Default: "30s",
				About: "How long after that it is still served while it is read again in the background; `0s` makes requests wait.",
			},
			{Name: "CACHE_NEGATIVE_TTL", Default: "10s", About: "How long it is remembered that there is no row with an id."},
			{Name: "CACHE_FILLS", Default: "16", About: "Maximum number of reads of the database at a time by requests for what is not in the cache."},
		}}},
	},
	{
		Name: "cache-filter", Dir: "cache/filter", When: []string{"cache", "cached", "!database.none"},
		Settings: []layer.Group{{Title: "Filters of ids", Settings: []layer.Setting{
			{Name: "CACHE_BLOOM", Default: "false", About: "Whether Bloom filters of all ids answer requests for most ids that no row has. They are made in the first minute and then each hour, and take 10 bits for each row."},
		}}},
	},
	// What waits for a commit is a cache that it invalidates, or a relay that has events
	// then.
	{Name: "commit", Dir: "cache/commit", When: []string{"!database.none", "idempotency,seeds", "cache,messaging", "cached,messaging"}},
	{Name: "cache-transact", Dir: "cache/transact", When: []string{"cache", "cached", "!database.none", "idempotency,seeds"}},
	{
		Name: "cache-local", Dir: "cache/local", When: []string{"cache", "cache.memory,tiered,database.none", "cached"},
		Settings: []layer.Group{{Title: "Cache in memory", Settings: []layer.Setting{
			{Name: "CACHE_MEMORY", Default: "67108864", About: "Memory for all entries, in bytes; the least used make room for new ones."},
		}}},
	},
	{
		Name: "cache-remote", Dir: "cache/remote", When: []string{"cache.redis,tiered", "cached", "!database.none"},
		Settings: []layer.Group{{Title: "Cache in Redis", Settings: []layer.Setting{
			{Name: "CACHE_WAIT", Default: "250ms", About: "How long a request waits while another instance reads the same from the database."},
		}}},
		Commands: []layer.Command{{Name: "cache flush", About: "have all instances forget what they have cached"}},
	},
	{Name: "cache-redis", Dir: "cache/redis", When: []string{"cache.redis", "cached", "!database.none"}},
	{
		Name: "cache-tiered", Dir: "cache/tiered", When: []string{"cache.tiered", "cached", "!database.none"},
		Settings: []layer.Group{{Title: "Cache in two tiers", Settings: []layer.Setting{
			{Name: "CACHE_LOCAL_TTL", Default: "10s", About: "How long an instance serves its copy of what is in Redis, if it is not told earlier that the row or the list has changed."},
		}}},
	},
	{Name: "cache-memory", Dir: "cache/memory", When: []string{"cache", "cache.memory,database.none", "cached"}},
}
