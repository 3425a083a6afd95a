package templates

import "github.com/gen-go/gen/generator/layer"

// The middleware is in the order in which it wraps the handlers, outermost
// first; docs/layers.md explains it. headers are those that need not know who
// is asking, and precede authentication.
var headers = []layer.Layer{
	{
		Category: "middleware", Name: "secure", Dir: "middleware/secure",
		Summary:  "security headers: HSTS, CSP, nosniff, frame options",
		Sections: []layer.Section{{Field: "Secure", Package: "secure"}},
		Settings: []layer.Group{{Title: "Security headers", Settings: []layer.Setting{
			{
				Name: "SECURE_HSTS_MAX_AGE", Default: "0s",
				About: "How long browsers use HTTPS only (HSTS), such as `8760h` where every client can; `0s` sends no such header.",
			},
		}}},
	},
	{
		Category: "middleware", Name: "cors", Dir: "middleware/cors",
		Summary:  "CORS for browser clients on other origins",
		Sections: []layer.Section{{Field: "CORS", Package: "cors"}},
		Settings: []layer.Group{{Title: "CORS", Settings: []layer.Setting{
			{
				Name: "CORS_ORIGINS", Dev: "http://localhost:3000,http://localhost:5173",
				About: "Origins that may call the API from a browser, such as `https://app.example.com,https://example.com`; `*` for all.",
			},
			{Name: "CORS_METHODS", Default: "GET,HEAD,POST,PUT,PATCH,DELETE", About: "Methods that cross-origin requests may use."},
			{
				Name: "CORS_HEADERS", Default: "Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match,X-Request-ID",
				About: "Headers that cross-origin requests may have.",
			},
			{
				Name:    "CORS_EXPOSED_HEADERS",
				Default: "ETag,Idempotency-Replayed,Location,RateLimit,RateLimit-Policy,Retry-After,WWW-Authenticate,X-Request-ID",
				About:   "Response headers that scripts may read.",
			},
			{Name: "CORS_CREDENTIALS", Default: "false", About: "Whether browsers may send cookies."},
			{Name: "CORS_MAX_AGE", Default: "10m", About: "How long browsers cache the response to a preflight request."},
		}}},
	},
}

// middlewares follow authentication.
var middlewares = []layer.Layer{
	{
		Category: "middleware", Name: "ratelimit", Dir: "middleware/ratelimit",
		Summary:  "rate limit per client (token bucket)",
		Sections: []layer.Section{{Field: "RateLimit", Package: "ratelimit"}},
		Settings: []layer.Group{{Title: "Rate limit", Settings: []layer.Setting{
			{
				Name: "RATELIMIT_DEFAULT", Default: "600/1m",
				About: "Limit of each client: `600/1m` is a burst of 600 requests, refilled at 600 a minute.",
			},
			{
				Name:  "RATELIMIT_ROUTES",
				About: "Limits of single routes, such as `POST /api/v1/books 10/1m,* /api/v1/*/* 5/1s`; the first match counts.",
			},
			{Name: "RATELIMIT_EXEMPT", Default: "/healthz,/readyz", About: "Paths without a limit."},
			{
				Name:  "RATELIMIT_TRUSTED_PROXIES",
				About: "Networks of the proxies whose `X-Forwarded-For` is trusted, such as `10.0.0.0/8,2001:db8::/32`. Behind a proxy that is not listed, all clients share one limit.",
			},
			{Name: "RATELIMIT_CLIENTS", Default: "65536", About: "Maximum number of clients that an instance tracks in memory."},
		}}},
		Codes: []layer.Code{{
			Number: 1100, Name: "TooManyRequests", Status: "http.StatusTooManyRequests", Error: "apperr.ErrTooManyRequests",
			Message: "too many requests", About: "the rate limit of the client is used up; see Retry-After",
		}},
	},
	{Name: "ratelimit-memory", Dir: "middleware/ratelimit-memory", When: []string{"ratelimit", "!redis", "!tiered"}},
	{
		Name: "ratelimit-redis", Dir: "middleware/ratelimit-redis", When: []string{"ratelimit", "redis,tiered"},
		Settings: []layer.Group{{Title: "Shared rate limit", Settings: []layer.Setting{
			{
				Name: "RATELIMIT_STORE", Default: "redis",
				About: "Who counts: `redis`, for all instances together, or `memory`, each instance for itself.",
			},
		}}},
	},
	{
		Category: "middleware", Name: "compress", Dir: "middleware/compress",
		Summary:  "gzip compression of responses",
		Sections: []layer.Section{{Field: "Compress", Package: "compress"}},
		Settings: []layer.Group{{Title: "Compression", Settings: []layer.Setting{
			{Name: "COMPRESS_MIN_SIZE", Default: "1024", About: "Minimum size of a response that is compressed, in bytes."},
			{Name: "COMPRESS_LEVEL", Default: "5", About: "Compression level, from 1 (fastest) to 9 (smallest)."},
		}}},
	},
	{
		Category: "middleware", Name: "idempotency", Dir: "middleware/idempotency",
		Summary:    "safe retries with Idempotency-Key",
		Migrations: 1,
		Tables:     []string{"idempotency_keys"},
		Sections:   []layer.Section{{Field: "Idempotency", Package: "idempotency"}},
		Settings: []layer.Group{{Title: "Idempotency", Settings: []layer.Setting{
			{
				Name: "IDEMPOTENCY_TTL", Default: "24h",
				About: "How long a request with the same `Idempotency-Key` gets the same response.",
			},
			{Name: "IDEMPOTENCY_ANSWER_LIMIT", Default: "65536", About: "Maximum size of a response that is kept, in bytes."},
		}}},
		Codes: []layer.Code{
			{
				Number: 2100, Name: "IdempotencyInProgress", Status: "http.StatusConflict", Error: "apperr.ErrIdempotencyInProgress",
				Message: "a request with this idempotency key is being served", About: "retry later",
			},
			{
				Number: 2101, Name: "IdempotencyMismatch", Status: "http.StatusUnprocessableEntity", Error: "apperr.ErrIdempotencyMismatch",
				Message: "the idempotency key was used for another request", About: "each request needs a key of its own",
			},
			{
				Number: 2102, Name: "IdempotencyLost", Status: "http.StatusConflict", Error: "apperr.ErrIdempotencyLost",
				Message: "the request was served, and its answer was too large to be repeated", About: "the response exceeded IDEMPOTENCY_ANSWER_LIMIT",
			},
		},
	},
	{
		Name: "idempotency-memory", Dir: "middleware/idempotency-memory", When: []string{"idempotency", "database.none", "!redis", "!tiered"},
		Settings: []layer.Group{{Title: "Idempotency without a database", Settings: []layer.Setting{
			{
				Name: "IDEMPOTENCY_MEMORY", Default: "67108864",
				About: "Memory for all kept responses, in bytes; the oldest make room for new ones. They are not kept across instances or restarts.",
			},
		}}},
	},
	{Name: "idempotency-redis", Dir: "middleware/idempotency-redis", When: []string{"idempotency", "database.none", "redis,tiered"}},
}
