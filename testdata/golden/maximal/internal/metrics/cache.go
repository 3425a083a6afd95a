package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/acme/everything/internal/cache"
)

// Cache has what the cache has counted.
type Cache struct {
	cache                *cache.Cache
	reads, fills, errors *prometheus.Desc
}

// NewCache returns the metrics of a cache.
func NewCache(of *cache.Cache) *Cache {
	return &Cache{
		cache:  of,
		reads:  prometheus.NewDesc("cache_reads_total", "Reads of rows and lists, by what the cache had.", []string{"result"}, nil),
		fills:  prometheus.NewDesc("cache_fills_total", "Reads of the database, each for one or several misses.", nil, nil),
		errors: prometheus.NewDesc("cache_errors_total", "Failures of the cache, which the database made up for.", nil, nil),
	}
}

// Describe implements prometheus.Collector.
func (c *Cache) Describe(descs chan<- *prometheus.Desc) {
	descs <- c.reads
	descs <- c.fills
	descs <- c.errors
}

// Collect implements prometheus.Collector.
func (c *Cache) Collect(metrics chan<- prometheus.Metric) {
	counts := c.cache.Counts()
	count := func(desc *prometheus.Desc, n int64, labels ...string) {
		metrics <- prometheus.MustNewConstMetric(desc, prometheus.CounterValue, float64(n), labels...)
	}
	count(c.reads, counts.Hits, "hit")
	count(c.reads, counts.Stale, "stale")
	count(c.reads, counts.Misses, "miss")
	count(c.fills, counts.Fills)
	count(c.errors, counts.Errors)
}
