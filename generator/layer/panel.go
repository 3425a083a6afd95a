package layer

// Panel is a graph of the dashboard of a project. Panels in the same row are
// declared one after the other, by one or several layers.
type Panel struct {
	Row     string // title of the row
	Title   string
	About   string  // what to make of it, in one sentence
	Unit    string  // of the values, as Grafana names it: reqps, s, bytes
	Kind    string  // of Grafana's: stat, bargauge, or "" for values over time
	Queries []Query // in PromQL
}

// Query is a query of a [Panel]. Its legend may have labels, as in {{route}}.
type Query struct{ Expr, Legend string }
