package metrics

import (
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// latencies returns the bounds of the buckets of durations, in seconds.
func latencies() []float64 {
	return []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// latenciesUntil returns latencies with a deadline among them, which tells what has
// run into it from what was merely slow.
func latenciesUntil(deadline time.Duration) []float64 {
	buckets := latencies()
	at, found := slices.BinarySearch(buckets, deadline.Seconds())
	if found || deadline <= 0 {
		return buckets
	}
	return slices.Insert(buckets, at, deadline.Seconds())
}

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
