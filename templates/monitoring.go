package templates

import "github.com/gen-go/gen/generator/layer"

// monitoring is what makes use of the metrics: rules, alerts, a dashboard, and
// servers that have them. A layer has only the panels for what a project consists of.
var monitoring = []layer.Layer{
	{Name: "observe", Dir: "deploy/observe", When: []string{"observability"}},
	{Name: "monitoring", Dir: "deploy/observability", When: []string{"metrics"}, Panels: servicePanels},
	{Name: "monitoring-idempotency", When: []string{"metrics", "idempotency"}, Panels: idempotencyPanels},
	{Name: "monitoring-store", When: []string{"metrics", "resources"}, Panels: storePanels},
	{Name: "monitoring-database", When: []string{"metrics", "!database.none"}, Panels: databasePanels},
	{Name: "monitoring-cache", When: []string{"metrics", "cache", "cached"}, Panels: cachePanels},
	{Name: "monitoring-clients", When: []string{"metrics", "clients"}, Panels: clientPanels},
	{Name: "monitoring-process", When: []string{"metrics"}, Panels: processPanels},
}

// The series that the variables of the dashboard select.
const (
	selected = `{job="$job", namespace=~"$namespace", instance=~"$instance"}`
	requests = `{job="$job", namespace=~"$namespace", instance=~"$instance", route=~"$route"}`
	failures = `{job="$job", namespace=~"$namespace", instance=~"$instance", route=~"$route", status="5xx"}`
	recorded = `{job="$job", namespace=~"$namespace", route=~"$route"}`
)

// quantile returns the query for a quantile of a histogram, for each value of labels.
func quantile(q, by, histogram, series string) string {
	return "histogram_quantile(" + q + ", sum by (" + by + ") (rate(" + histogram + "_bucket" + series + "[$__rate_interval])))"
}

var servicePanels = []layer.Panel{
	{
		Row: "Service", Title: "Serving", Kind: "stat", Unit: "short", About: "Number of instances that serve requests.",
		Queries: []layer.Query{{Expr: "sum(service_serving" + selected + ")", Legend: "instances"}},
	},
	{
		Row: "Service", Title: "Requests", Kind: "stat", Unit: "reqps", About: "Requests a second.",
		Queries: []layer.Query{{Expr: "sum(rate(http_server_request_duration_seconds_count" + requests + "[$__rate_interval]))", Legend: "requests"}},
	},
	{
		Row: "Service", Title: "Failed", Kind: "stat", Unit: "percentunit", About: "Share of requests with a status of 5xx in the last hour; an alert of the error budget begins at 1.44 %.",
		Queries: []layer.Query{{Expr: `max(job:http_server_errors:ratio_rate1h{job="$job", namespace=~"$namespace"})`, Legend: "failed"}},
	},
	{
		Row: "Service", Title: "99th percentile", Kind: "stat", Unit: "s", About: "Latency of the slowest request in a hundred.",
		Queries: []layer.Query{{Expr: quantile("0.99", "le", "http_server_request_duration_seconds", requests), Legend: "p99"}},
	},
	{
		Row: "Service", Title: "In flight", Kind: "stat", Unit: "short", About: "Requests that are being handled by all instances.",
		Queries: []layer.Query{{Expr: "sum(http_server_active_requests" + selected + ")", Legend: "in flight"}},
	},
	{
		Row: "Service", Title: "Versions", Kind: "stat", Unit: "short", About: "Number of instances of each version.",
		Queries: []layer.Query{{Expr: "count by (version, revision) (build_info" + selected + ")", Legend: "{{version}} {{revision}}"}},
	},

	{
		Row: "Routes", Title: "Requests by route", Unit: "reqps", About: "Requests a second of each route.",
		Queries: []layer.Query{{
			Expr:   "sum by (method, route) (rate(http_server_request_duration_seconds_count" + requests + "[$__rate_interval]))",
			Legend: "{{method}} {{route}}",
		}},
	},
	{
		Row: "Routes", Title: "Failed requests by route", Unit: "percentunit", About: "Share of requests with a status of 5xx.",
		Queries: []layer.Query{{
			Expr: "(sum by (method, route) (rate(http_server_request_duration_seconds_count" + failures + "[$__rate_interval])) or 0 * " +
				"sum by (method, route) (rate(http_server_request_duration_seconds_count" + requests + "[$__rate_interval]))) / " +
				"sum by (method, route) (rate(http_server_request_duration_seconds_count" + requests + "[$__rate_interval]))",
			Legend: "{{method}} {{route}}",
		}},
	},
	{
		Row: "Routes", Title: "99th percentile by route", Unit: "s", About: "Latency of the slowest request in a hundred of each route.",
		Queries: []layer.Query{{Expr: quantile("0.99", "method, route, le", "http_server_request_duration_seconds", requests), Legend: "{{method}} {{route}}"}},
	},
	{
		Row: "Routes", Title: "Latency", Unit: "s", About: "Latency of all requests to the selected routes; the points are examples of single requests.",
		Queries: []layer.Query{
			{Expr: quantile("0.5", "le", "http_server_request_duration_seconds", requests), Legend: "p50"},
			{Expr: quantile("0.95", "le", "http_server_request_duration_seconds", requests), Legend: "p95"},
			{Expr: quantile("0.99", "le", "http_server_request_duration_seconds", requests), Legend: "p99"},
		},
	},
	{
		Row: "Routes", Title: "Requests by status", Unit: "reqps", About: "Requests a second by the class of their status.",
		Queries: []layer.Query{{Expr: "sum by (status) (rate(http_server_request_duration_seconds_count" + requests + "[$__rate_interval]))", Legend: "{{status}}"}},
	},
	{
		Row: "Routes", Title: "Size of bodies", Unit: "bytes", About: "Average size of the bodies of requests and responses.",
		Queries: []layer.Query{
			{
				Expr: "sum(rate(http_server_request_body_size_bytes_sum" + requests + "[$__rate_interval])) / " +
					"sum(rate(http_server_request_body_size_bytes_count" + requests + "[$__rate_interval]))",
				Legend: "requests",
			},
			{
				Expr: "sum(rate(http_server_response_body_size_bytes_sum" + requests + "[$__rate_interval])) / " +
					"sum(rate(http_server_response_body_size_bytes_count" + requests + "[$__rate_interval]))",
				Legend: "responses",
			},
		},
	},
	{
		Row: "Routes", Title: "Busiest routes", Kind: "bargauge", Unit: "reqps", About: "Most requests a second of the last five minutes.",
		Queries: []layer.Query{{Expr: "topk(10, route:http_server_requests:rate5m" + recorded + ")", Legend: "{{method}} {{route}}"}},
	},
	{
		Row: "Routes", Title: "Slowest routes", Kind: "bargauge", Unit: "s", About: "Highest 99th percentiles of the last five minutes.",
		Queries: []layer.Query{{Expr: "topk(10, route:http_server_request_duration_seconds:p99_5m" + recorded + ")", Legend: "{{method}} {{route}}"}},
	},
	{
		Row: "Routes", Title: "Failing routes", Kind: "bargauge", Unit: "percentunit", About: "Highest shares of failed requests of the last five minutes.",
		Queries: []layer.Query{{Expr: "topk(10, route:http_server_errors:ratio_rate5m" + recorded + ")", Legend: "{{method}} {{route}}"}},
	},

	{
		Row: "Limits", Title: "Requests in flight", Unit: "short", About: "Requests that an instance handles at a time; it refuses those above its limit.",
		Queries: []layer.Query{
			{Expr: "http_server_active_requests" + selected, Legend: "{{instance}}"},
			{Expr: "max(http_server_max_in_flight" + selected + ")", Legend: "limit"},
		},
	},
	{
		Row: "Limits", Title: "Refused requests", Unit: "reqps", About: "Requests a second that were not handled, by reason.",
		Queries: []layer.Query{{Expr: "sum by (reason) (rate(http_server_refusals_total" + selected + "[$__rate_interval]))", Legend: "{{reason}}"}},
	},
	{
		Row: "Limits", Title: "Panics", Unit: "short", About: "Handlers that panicked, by instance.",
		Queries: []layer.Query{{Expr: "increase(http_server_panics_total" + selected + "[$__rate_interval])", Legend: "{{instance}}"}},
	},
}

var idempotencyPanels = []layer.Panel{{
	Row: "Limits", Title: "Requests with an Idempotency-Key", Unit: "reqps", About: "Requests a second by what became of them; those that are not handled are retries.",
	Queries: []layer.Query{{Expr: "sum by (result) (rate(idempotency_requests_total" + selected + "[$__rate_interval]))", Legend: "{{result}}"}},
}}

var storePanels = []layer.Panel{
	{
		Row: "Store", Title: "Calls", Unit: "ops", About: "Calls a second of the stores.",
		Queries: []layer.Query{{Expr: "sum by (store, operation) (rate(store_call_duration_seconds_count" + selected + "[$__rate_interval]))", Legend: "{{store}} {{operation}}"}},
	},
	{
		Row: "Store", Title: "Outcomes", Unit: "ops", About: "Calls a second by their outcome, of which timeout, unavailable and error are failures.",
		Queries: []layer.Query{{Expr: "sum by (outcome) (rate(store_call_duration_seconds_count" + selected + "[$__rate_interval]))", Legend: "{{outcome}}"}},
	},
	{
		Row: "Store", Title: "99th percentile of calls", Unit: "s", About: "Duration of the slowest call in a hundred.",
		Queries: []layer.Query{{Expr: quantile("0.99", "store, operation, le", "store_call_duration_seconds", selected), Legend: "{{store}} {{operation}}"}},
	},
}

var databasePanels = []layer.Panel{
	{
		Row: "Database", Title: "Connections in use", Unit: "percentunit", About: "Share of the connections of each pool that are in use.",
		Queries: []layer.Query{{Expr: "go_sql_in_use_connections" + selected + " / go_sql_max_open_connections" + selected, Legend: "{{db_name}} {{instance}}"}},
	},
	{
		Row: "Database", Title: "Waiting for a connection", Unit: "short", About: "Number of calls that wait at a time for a connection of a pool.",
		Queries: []layer.Query{{Expr: "rate(go_sql_wait_duration_seconds_total" + selected + "[$__rate_interval])", Legend: "{{db_name}} {{instance}}"}},
	},
	{
		Row: "Database", Title: "Open connections", Unit: "short", About: "Connections that each pool has open, in use or not.",
		Queries: []layer.Query{{Expr: "sum by (db_name) (go_sql_open_connections" + selected + ")", Legend: "{{db_name}}"}},
	},
}

var cachePanels = []layer.Panel{
	{
		Row: "Cache", Title: "Reads", Unit: "ops", About: "Reads a second by what the cache had.",
		Queries: []layer.Query{{Expr: "sum by (result) (rate(cache_reads_total" + selected + "[$__rate_interval]))", Legend: "{{result}}"}},
	},
	{
		Row: "Cache", Title: "Hit ratio", Unit: "percentunit", About: "Share of reads that the cache answered.",
		Queries: []layer.Query{{
			Expr: `1 - sum(rate(cache_reads_total{job="$job", namespace=~"$namespace", instance=~"$instance", result="miss"}[$__rate_interval])) / ` +
				"sum(rate(cache_reads_total" + selected + "[$__rate_interval]))",
			Legend: "hits",
		}},
	},
	{
		Row: "Cache", Title: "Fills and errors", Unit: "ops", About: "Reads of the store for misses, and failures of the cache, for which the store makes up.",
		Queries: []layer.Query{
			{Expr: "sum(rate(cache_fills_total" + selected + "[$__rate_interval]))", Legend: "fills"},
			{Expr: "sum(rate(cache_errors_total" + selected + "[$__rate_interval]))", Legend: "errors"},
		},
	},
}

var clientPanels = []layer.Panel{
	{
		Row: "Clients", Title: "Calls of other services", Unit: "reqps", About: "Calls a second by their outcome.",
		Queries: []layer.Query{{Expr: "sum by (client, outcome) (rate(http_client_request_duration_seconds_count" + selected + "[$__rate_interval]))", Legend: "{{client}} {{outcome}}"}},
	},
	{
		Row: "Clients", Title: "99th percentile of calls of other services", Unit: "s", About: "Duration of the slowest call in a hundred.",
		Queries: []layer.Query{{Expr: quantile("0.99", "client, le", "http_client_request_duration_seconds", selected), Legend: "{{client}}"}},
	},
	{
		Row: "Clients", Title: "Retries", Unit: "reqps", About: "Tries a second after the first one of a call.",
		Queries: []layer.Query{{Expr: "sum by (client) (rate(http_client_retries_total" + selected + "[$__rate_interval]))", Legend: "{{client}}"}},
	},
	{
		Row: "Clients", Title: "Circuit breakers", Unit: "short", About: "State of the breakers: 0 is closed, 1 half-open, 2 open, where calls fail at once.",
		Queries: []layer.Query{{Expr: "http_client_breaker_state" + selected, Legend: "{{client}} {{instance}}"}},
	},
}

var processPanels = []layer.Panel{
	{
		Row: "Instances", Title: "Dependencies", Unit: "short", About: "Dependencies that are up (1) or, as one instance at least sees it, down (0).",
		Queries: []layer.Query{{Expr: "min by (name) (dependency_up" + selected + ")", Legend: "{{name}}"}},
	},
	{
		Row: "Instances", Title: "CPU", Unit: "short", About: "Processors that each instance uses.",
		Queries: []layer.Query{{Expr: "rate(process_cpu_seconds_total" + selected + "[$__rate_interval])", Legend: "{{instance}}"}},
	},
	{
		Row: "Instances", Title: "Memory", Unit: "bytes", About: "Memory of each instance, and the soft limit of Go, if there is one.",
		Queries: []layer.Query{
			{Expr: "process_resident_memory_bytes" + selected, Legend: "{{instance}}"},
			{Expr: "min(go_gc_gomemlimit_bytes" + selected + " < 1e15)", Legend: "GOMEMLIMIT"},
		},
	},
	{
		Row: "Instances", Title: "Goroutines", Unit: "short", About: "A number that only grows is a leak.",
		Queries: []layer.Query{{Expr: "go_goroutines" + selected, Legend: "{{instance}}"}},
	},
	{
		Row: "Instances", Title: "Garbage collection", Unit: "percentunit", About: "Share of the time in which everything waits for the garbage collector.",
		Queries: []layer.Query{{Expr: "rate(go_gc_duration_seconds_sum" + selected + "[$__rate_interval])", Legend: "{{instance}}"}},
	},
	{
		Row: "Instances", Title: "File descriptors", Unit: "percentunit", About: "Share of the file descriptors that an instance may have open.",
		Queries: []layer.Query{{Expr: "process_open_fds" + selected + " / process_max_fds" + selected, Legend: "{{instance}}"}},
	},
}
