package templates

import "github.com/gen-go/gen/generator/layer"

// redis is the server that instances share. Nothing of the service needs it to be right.
var redis = []layer.Layer{
	{
		Name: "redisdb", Dir: "cache/redisdb", When: []string{"cache.redis,tiered"},
		Sections: []layer.Section{{Field: "Redis", Package: "redisdb"}},
		Settings: []layer.Group{{Title: "Redis", Settings: []layer.Setting{
			{Name: "REDIS_ADDR", Required: true, Dev: "<redis>", About: "Address of the server, `HOST:PORT`."},
			{Name: "REDIS_USERNAME", About: "User that the service logs in as, if the server has users."},
			{Name: "REDIS_PASSWORD", Secret: true, About: "Password of the server."},
			{Name: "REDIS_TLS", Default: "false", About: "Whether connections are encrypted; the certificate has to be valid for the host in `REDIS_ADDR`."},
			{Name: "REDIS_DB", Default: "0", About: "Number of the database of the server."},
			{Name: "REDIS_PREFIX", Default: "<name>:", About: "Beginning of the names of all keys and channels."},
			{Name: "REDIS_TIMEOUT", Default: "50ms", About: "Time allowed for a command, a new connection included. After a timeout the service does without Redis for a second."},
			{Name: "REDIS_MAX_CONNS", Default: "20", About: "Maximum number of connections, not counting a subscription."},
		}}},
		Services: []layer.Service{{
			Name: "redis", Title: "Redis", Image: "redis:8.10.2", Port: 6379,
			// Nothing is kept that a restart must not lose. Keys without an end, such as
			// counters, are never evicted, and of the others those that were not used
			// for longest, which locks in use are not.
			Command: []string{"redis-server", "--save", "", "--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru"},
			Health:  []string{"redis-cli", "ping"},
			Test:    layer.Var{Name: "TEST_REDIS_ADDR", Value: "<redis>"},
			Double:  "miniredis",
		}},
	},
	{Name: "lock", Dir: "cache/lock", When: []string{"cache.redis,tiered", "jwt,idempotency", "!database.none"}},
}
