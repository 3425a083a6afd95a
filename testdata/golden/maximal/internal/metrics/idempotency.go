package metrics

import "github.com/prometheus/client_golang/prometheus"

// Idempotency has the metrics of requests with an Idempotency-Key. A nil
// *Idempotency has none.
type Idempotency struct{ requests *prometheus.CounterVec }

// NewIdempotency returns metrics in registry. All results begin at 0, as the first
// of a kind would otherwise be no increase.
func NewIdempotency(registry prometheus.Registerer) *Idempotency {
	m := &Idempotency{requests: prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "idempotency_requests_total", Help: "Requests with an Idempotency-Key, by what became of them.",
	}, []string{"result"})}
	registry.MustRegister(m.requests)
	for _, result := range []string{"handled", "replayed", "in_progress", "mismatch", "lost"} {
		m.requests.WithLabelValues(result)
	}
	return m
}

// Ended counts a request.
func (m *Idempotency) Ended(result string) {
	if m != nil {
		m.requests.WithLabelValues(result).Inc()
	}
}
