package templates

import "github.com/gen-go/gen/generator/layer"

// observability precedes caches, so that a cache wraps the stores that are
// observed: what reaches the database is.
var observability = []layer.Layer{
	{Category: "observability", Name: "metrics", Dir: "observability/metrics", Summary: "Prometheus metrics on the admin listener"},
	{Name: "metrics-store", Dir: "observability/metrics-store", When: []string{"metrics", "resources"}},
	{Name: "metrics-pools", Dir: "observability/metrics-pools", When: []string{"metrics", "!database.none"}},
	{Name: "metrics-cache", Dir: "observability/metrics-cache", When: []string{"metrics", "cache", "cached"}},
	{Name: "metrics-client", Dir: "observability/metrics-client", When: []string{"metrics", "clients"}},
	{Name: "observed", Dir: "observability/observed", When: []string{"metrics", "resources"}},
}
