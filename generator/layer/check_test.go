package layer_test

import (
	"strings"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

// data returns a valid catalogue: a base, two alternative databases, a cache
// and a middleware.
func data() *layer.Catalog {
	database := func(name string, port int) layer.Layer {
		return layer.Layer{
			Category: "database", Name: name,
			Sections: []layer.Section{{Field: "Store", Package: "store"}},
			Settings: []layer.Group{{Title: name, Settings: []layer.Setting{
				{Name: strings.ToUpper(name) + "_DSN", Required: true, Secret: true, Dev: name + "://<db>/<name>", About: "Where it is."},
			}}},
			Services: []layer.Service{{
				Name: "db", Title: name, Image: name + ":18.1", Port: port, Volume: "data:/var/lib/" + name, Health: []string{"ready"},
				Env:  []layer.Var{{Name: "PASSWORD", Value: "<name>"}},
				Test: layer.Var{Name: "TEST_DSN", Value: name + "://<db>"},
			}},
		}
	}
	return &layer.Catalog{
		Categories: []layer.Category{{Name: "database"}, {Name: "cache", Optional: true}, {Name: "middleware", Many: true}},
		Layers: []layer.Layer{
			{
				Name:     "base",
				Settings: []layer.Group{{Title: "HTTP", Settings: []layer.Setting{{Name: "HTTP_PORT", Default: "8080", About: "Port of the API."}}}},
				Commands: []layer.Command{{Name: "healthcheck", About: "check readiness"}},
				Codes: []layer.Code{
					{Number: 1000, Name: "Internal", About: "any other error"},
					{Number: 3000, Name: "NotFound", Status: "http.StatusNotFound", Error: "apperr.ErrNotFound", Message: "not found", About: "no such record"},
				},
			},
			database("postgres", 5432),
			database("mysql", 3306),
			{
				Category: "cache", Name: "redis",
				Settings: []layer.Group{{Title: "Redis", Settings: []layer.Setting{{Name: "REDIS_ADDR", Default: "localhost", Dev: "<redis>", About: "Where it is."}}}},
				Services: []layer.Service{{
					Name: "redis", Title: "Redis", Image: "redis:8.2", Port: 6379, Health: []string{"redis-cli", "ping"},
					Test: layer.Var{Name: "TEST_REDIS_ADDR", Value: "<redis>"},
				}},
			},
			{Category: "middleware", Name: "ratelimit", Codes: []layer.Code{
				{Number: 1100, Name: "TooMany", Status: "http.StatusTooManyRequests", Error: "apperr.ErrTooMany", Message: "too many", About: "limit used up"},
			}},
		},
	}
}

func TestCheck(t *testing.T) {
	if err := data().Check(); err != nil {
		t.Fatal(err)
	}
	const (
		base = iota
		postgres
		mysql
		redis
		ratelimit
	)
	for want, spoil := range map[string]func(l []layer.Layer){
		"layer base: setting HTTP_PORT: want one sentence":      func(l []layer.Layer) { l[base].Settings[0].Settings[0].About = "the port" },
		"layer base: setting HTTP-PORT: want a name":            func(l []layer.Layer) { l[base].Settings[0].Settings[0].Name = "HTTP-PORT" },
		"layer base: setting HTTP_PORT: its group has no title": func(l []layer.Layer) { l[base].Settings[0].Title = "" },
		"layer base: setting HTTP_PORT: not representable":      func(l []layer.Layer) { l[base].Settings[0].Settings[0].Dev = "$PORT" },
		"layer base: setting HTTP_PORT: <dbb>: unknown service": func(l []layer.Layer) { l[base].Settings[0].Settings[0].Dev = "<dbb>" },
		"layer database/postgres: setting POSTGRES_DSN: a secret must not have a value in production": func(l []layer.Layer) {
			l[postgres].Settings[0].Settings[0].Production = "x"
		},
		"layer database/postgres: setting POSTGRES_DSN: a required setting":        func(l []layer.Layer) { l[postgres].Settings[0].Settings[0].Dev = "" },
		"layer cache/redis: setting HTTP_PORT: layer base declares it differently": func(l []layer.Layer) { l[redis].Settings[0].Settings[0].Name = "HTTP_PORT" },
		"layer cache/redis: service db: layer database/postgres declares it":       func(l []layer.Layer) { l[redis].Services[0].Name = "db" },
		"layer cache/redis: port 5432: layer database/postgres declares it":        func(l []layer.Layer) { l[redis].Services[0].Ports = []int{5432} },
		"layer cache/redis: volume data: layer database/postgres declares it":      func(l []layer.Layer) { l[redis].Services[0].Volume = "data:/data" },
		"layer cache/redis: service redis: want an image with a version tag":       func(l []layer.Layer) { l[redis].Services[0].Image = "redis:latest" },
		"layer cache/redis: service redis: no setting of the layer":                func(l []layer.Layer) { l[redis].Settings = nil },
		"layer cache/redis: service redis: want its address":                       func(l []layer.Layer) { l[redis].Services[0].Test.Value = "<db>" },
		"layer cache/redis: section Store: layer database/postgres declares it": func(l []layer.Layer) {
			l[redis].Sections = []layer.Section{{Field: "Store", Package: "cache"}}
		},
		"layer middleware/ratelimit: code 3000: layer base declares it differently": func(l []layer.Layer) { l[ratelimit].Codes[0].Number = 3000 },
		"layer middleware/ratelimit: code NotFound: layer base declares it":         func(l []layer.Layer) { l[ratelimit].Codes[0].Name = "NotFound" },
		"layer middleware/ratelimit: code of apperr.ErrNotFound":                    func(l []layer.Layer) { l[ratelimit].Codes[0].Error = "apperr.ErrNotFound" },
		"layer middleware/ratelimit: code 4100: want 1000 to 3999":                  func(l []layer.Layer) { l[ratelimit].Codes[0].Number = 4100 },
		"layer middleware/ratelimit: code 1010: codes that end in 000 to 099":       func(l []layer.Layer) { l[ratelimit].Codes[0].Number = 1010 },
		"layer base: code 1000: has a status or message but no error":               func(l []layer.Layer) { l[base].Codes[0].Message = "internal error" },
		"layer base: command healthcheck: want a phrase":                            func(l []layer.Layer) { l[base].Commands[0].About = "" },
	} {
		cat := data()
		spoil(cat.Layers)
		if err := cat.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error that contains %q", err, want)
		}
	}
	// Layers may declare the same: options that share a server both declare
	// it.
	cat := data()
	cat.Layers[ratelimit].Settings, cat.Layers[ratelimit].Services = cat.Layers[redis].Settings, cat.Layers[redis].Services
	if err := cat.Check(); err != nil {
		t.Error(err)
	}
}
