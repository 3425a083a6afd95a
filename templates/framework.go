package templates

import "github.com/gen-go/gen/generator/layer"

var frameworks = []layer.Layer{
	{
		Category: "framework", Name: "nethttp", Dir: "framework/nethttp",
		Summary: "net/http with the ServeMux of the standard library",
	},
	{
		Category: "framework", Name: "gin", Dir: "framework/gin",
		Summary: "Gin, the most popular web framework",
	},
	{
		Category: "framework", Name: "echo", Dir: "framework/echo",
		Summary: "Echo v5, whose handlers return errors",
	},
	{
		Category: "framework", Name: "chi", Dir: "framework/chi",
		Summary: "chi, a lightweight router for net/http",
	},
	{
		Category: "framework", Name: "fiber", Dir: "framework/fiber",
		Summary: "Fiber v3, built on fasthttp, lenient with chunked bodies",
	},
}
