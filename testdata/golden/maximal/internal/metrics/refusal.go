package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
)

// reasons returns why a response refuses a request, by its status.
func reasons() map[int]string {
	return map[int]string{
		http.StatusUnauthorized:          "unauthorized",
		http.StatusForbidden:             "forbidden",
		http.StatusRequestTimeout:        "timeout",
		http.StatusPreconditionFailed:    "precondition",
		http.StatusPreconditionRequired:  "precondition",
		http.StatusRequestEntityTooLarge: "too_large",
		http.StatusUnsupportedMediaType:  "unsupported",
		http.StatusTooManyRequests:       "rate_limited",
		http.StatusServiceUnavailable:    "overloaded_or_unavailable",
		http.StatusGatewayTimeout:        "deadline",
	}
}

// newRefusals returns a counter for each status that refuses a request. They begin
// at 0, as the first refusal would otherwise be no increase.
func newRefusals(registry prometheus.Registerer) map[int]prometheus.Counter {
	refusals := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "http_server_refusals_total", Help: "Requests that were refused, by reason.",
	}, []string{"reason"})
	registry.MustRegister(refusals)
	counters := map[int]prometheus.Counter{}
	for status, reason := range reasons() {
		counters[status] = refusals.WithLabelValues(reason)
	}
	return counters
}
