package payments

import "github.com/prometheus/client_golang/prometheus"

// Measure adds metrics of the calls to registry.
func (c *Client) Measure(registry prometheus.Registerer) { c.api.Measure(registry) }
