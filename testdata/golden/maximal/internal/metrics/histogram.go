package metrics

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// latencies are the bounds of the buckets of durations, in seconds.
var latencies = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// latenciesUntil returns latencies with a deadline among them, which tells what has
// run into it from what was merely slow.
func latenciesUntil(deadline time.Duration) []float64 {
	at, found := slices.BinarySearch(latencies, deadline.Seconds())
	if found || deadline <= 0 {
		return latencies
	}
	return slices.Insert(slices.Clone(latencies), at, deadline.Seconds())
}

// sizes are the bounds of the buckets of bodies, in bytes.
var sizes = prometheus.ExponentialBuckets(256, 8, 6) // 256 B to 8 MiB

// newHistogram returns a histogram in registry. It has classic buckets, and native
// ones, which are finer, for a Prometheus that scrapes them.
func newHistogram(registry prometheus.Registerer, name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:                            name,
		Help:                            help,
		Buckets:                         buckets,
		NativeHistogramBucketFactor:     1.1,
		NativeHistogramMaxBucketNumber:  100,
		NativeHistogramMinResetDuration: time.Hour,
	}, labels)
	registry.MustRegister(h)
	return h
}
