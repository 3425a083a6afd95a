package templates

import "github.com/gen-go/gen/generator/layer"

var resource = layer.Layer{
	Name: "resource", Dir: "resource", When: []string{"resources"},
	Columns: []string{"version:bigint:default=1"},
	Settings: []layer.Group{{Title: "HTTP", Settings: []layer.Setting{
		{
			Name: "HTTP_REQUIRE_IF_MATCH", Default: "false",
			About: "Whether `PUT`, `PATCH` and `DELETE` of a resource without `If-Match` are refused with 428.",
		},
		{
			Name: "HTTP_COUNT_TIMEOUT", Default: "1s",
			About: "Time allowed for counting the rows of a list for `?count=true`. If it takes longer, the response has no total; 0 turns totals off.",
		},
	}}},
	Codes: []layer.Code{
		{
			Number: 2007, Name: "PreconditionFailed", Status: "http.StatusPreconditionFailed", Error: "apperr.ErrPreconditionFailed",
			Message: "precondition failed", About: "If-Match or If-None-Match does not hold: read the resource again",
		},
		{
			Number: 2008, Name: "PreconditionRequired", Status: "http.StatusPreconditionRequired", Error: "apperr.ErrPreconditionRequired",
			Message: "If-Match is required", About: "HTTP_REQUIRE_IF_MATCH is true",
		},
	},
}
