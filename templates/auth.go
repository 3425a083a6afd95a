package templates

import (
	"slices"

	"github.com/gen-go/gen/generator/layer"
)

// auths stand before the rate limit in the order of the middleware, as that
// counts by principal. The migrations of the users are those of an option, as
// only options can have some.
var auths = []layer.Layer{
	{
		Name: "guard", Dir: "auth/guard", When: []string{"auth"},
		Codes: []layer.Code{
			{
				Number: 2200, Name: "Unauthorized", Status: "http.StatusUnauthorized", Error: "apperr.ErrUnauthorized",
				Message: "authentication required", About: "the route needs credentials, and the request has none",
			},
			{
				Number: 2201, Name: "InvalidCredentials", Status: "http.StatusUnauthorized", Error: "apperr.ErrInvalidCredentials",
				Message: "the credentials are invalid or have expired", About: "get new ones, and try again",
			},
			{
				Number: 2202, Name: "Forbidden", Status: "http.StatusForbidden", Error: "apperr.ErrForbidden",
				Message: "not allowed", About: "others may do this, but not this user",
			},
		},
	},
	{Name: "guard-bearer", When: []string{"auth", "!apikey"}, Guards: guards(bearer)},
	{Name: "guard-key", When: []string{"apikey"}, Guards: guards(bearer, "@Security\tKey")},
	{
		Name: "users", Dir: "auth/users", When: []string{"jwt"},
		Sections: []layer.Section{{Field: "Password", Package: "password"}},
		Settings: []layer.Group{{Title: "Passwords", Settings: []layer.Setting{
			{
				Name: "PASSWORD_MEMORY", Default: "32768", Test: "64",
				About: "Memory that the hash of a password takes while it is computed, in KiB.",
			},
			{
				Name: "PASSWORD_ITERATIONS", Default: "3", Test: "1",
				About: "How often it passes over the memory. Whoever logs in after one of the two has risen gets a new hash.",
			},
			{
				Name: "PASSWORD_CONCURRENCY", Default: "0",
				About: "Maximum number of hashes that are computed at a time; `0` for half of the processors. A few more wait, and further ones get status 503.",
			},
		}}},
	},
	{
		Name: "users-database", Dir: "auth/users-database", When: []string{"jwt", "!database.none"},
		Commands: []layer.Command{
			{Name: "user create", About: "add the user EMAIL, with a password from standard input"},
			{Name: "user list", About: "print the users"},
			{Name: "user disable", About: "let the user EMAIL no longer log in"},
			{Name: "user enable", About: "let the user EMAIL log in again"},
			{Name: "user passwd", About: "change the password of the user EMAIL"},
			{Name: "user role", About: "give the user EMAIL the role user or admin"},
		},
	},
	{
		Name: "users-memory", Dir: "auth/users-memory", When: []string{"jwt", "database.none"},
		Sections: []layer.Section{{Field: "User", Package: "user"}},
		Settings: []layer.Group{{Title: "Users", Settings: []layer.Setting{
			{Name: "USER_ADMIN_EMAIL", About: "Email of an admin who is there from the start; all others register, and none is kept when the service stops."},
			{Name: "USER_ADMIN_PASSWORD", Secret: true, About: "Password of this admin."},
		}}},
	},
	{
		Category: "auth", Name: "jwt", Dir: "auth/jwt", Summary: "users who log in, with JWT and refresh tokens",
		Migrations: 2,
		Tables:     []string{"users", "sessions", "refresh_tokens"},
		Users:      "users",
		Input:      true,
		Sections: []layer.Section{
			{Field: "Auth", Package: "auth"},
			{Field: "Token", Package: "token"},
			{Field: "Session", Package: "session"},
			{Field: "Throttle", Package: "throttle"},
		},
		Settings: []layer.Group{
			{Title: "Authentication", Settings: []layer.Setting{
				{Name: "AUTH_REGISTRATION", Default: "true", About: "Whether everybody can register."},
				{
					Name: "AUTH_COOKIE", Default: "false",
					About: "Whether refresh tokens are in a cookie out of reach of scripts, for clients in browsers, rather than in JSON.",
				},
				{
					Name:  "AUTH_ORIGINS",
					About: "Other origins whose pages may use the cookie, such as `https://app.example.com`, on the same site as the service.",
				},
				{
					Name: "AUTH_ATTEMPTS", Default: "5",
					About: "How often somebody may fail to log in to an account from one address before each further attempt has to wait. An account has twice as many attempts and an address ten times.",
				},
				{Name: "AUTH_MAX_DELAY", Default: "1m", About: "Longest wait, which starts at one second and doubles each time."},
				{
					Name:  "AUTH_TRUSTED_PROXIES",
					About: "Networks of the proxies whose `X-Forwarded-For` is trusted, such as `10.0.0.0/8,2001:db8::/32`. Behind a proxy that is not listed, all clients have one address.",
				},
				{Name: "SESSION_TTL", Default: "168h", About: "How long a refresh token is valid, and so a session that is not used."},
				{Name: "SESSION_MAX_AGE", Default: "2160h", About: "When a session ends although it is used."},
			}},
			{Title: "Access tokens", Settings: []layer.Setting{
				{
					Name: "JWT_SECRET", Secret: true, Deployed: true,
					About: "Signs access tokens with HS256: at least 32 bytes, such as those of `openssl rand -base64 32`. Required unless `JWT_KEY_FILE` is set; in dev the service makes one each time it starts.",
				},
				{Name: "JWT_PREVIOUS_SECRET", Secret: true, About: "Secret whose tokens are still valid after `JWT_SECRET` has changed."},
				{
					Name:  "JWT_KEY_FILE",
					About: "PEM file with an Ed25519 private key, such as that of `openssl genpkey -algorithm ed25519`, which signs access tokens with EdDSA instead.",
				},
				{Name: "JWT_PREVIOUS_KEY_FILE", About: "PEM file with the key, private or public, whose tokens are still valid after `JWT_KEY_FILE` has changed."},
				{Name: "JWT_ISSUER", Default: "<name>", About: "Issuer of access tokens, `iss`."},
				{Name: "JWT_AUDIENCE", Default: "<name>", About: "Audience of access tokens, `aud`."},
				{Name: "JWT_TTL", Default: "15m", About: "How long an access token is valid. It cannot be revoked."},
				{Name: "JWT_LEEWAY", Default: "10s", About: "How far the clocks of instances may be apart, at most `2m`."},
			}},
		},
		Codes: []layer.Code{
			{
				Number: 2203, Name: "TooManyAttempts", Status: "http.StatusTooManyRequests", Error: "apperr.ErrTooManyAttempts",
				Message: "too many failed attempts", About: "try again after Retry-After",
			},
			{
				Number: 2204, Name: "RegistrationClosed", Status: "http.StatusForbidden", Error: "apperr.ErrRegistrationClosed",
				Message: "registration is closed", About: "AUTH_REGISTRATION is false",
			},
			{
				Number: 2205, Name: "CrossOrigin", Status: "http.StatusForbidden", Error: "apperr.ErrCrossOrigin",
				Message: "cross-origin request", About: "a page of an origin that is not in AUTH_ORIGINS has sent it",
			},
		},
	},
	{
		Category: "auth", Name: "apikey", Dir: "auth/apikey", Summary: "programs with API keys, which have a scope and an end",
		Migrations: 1,
		Tables:     []string{"api_keys"},
		Codes: []layer.Code{{
			Number: 2210, Name: "Scope", Status: "http.StatusForbidden", Error: "apperr.ErrScope",
			Message: "the API key does not allow this", About: "GET and HEAD need the scope read, other methods write",
		}},
	},
	{
		Name: "apikey-database", Dir: "auth/apikey-database", When: []string{"apikey", "!database.none"},
		Commands: []layer.Command{
			{Name: "apikey create", About: "make the API key NAME, and print it this once"},
			{Name: "apikey list", About: "print the API keys"},
			{Name: "apikey revoke", About: "end the API key ID at once"},
		},
	},
	{
		Name: "apikey-memory", Dir: "auth/apikey-memory", When: []string{"apikey", "database.none"},
		Sections: []layer.Section{{Field: "APIKey", Package: "apikey"}},
		Settings: []layer.Group{{Title: "API keys", Settings: []layer.Setting{{
			Name:  "API_KEYS",
			About: "Keys by their hashes, `NAME:ROLE:SCOPES:ID:HASH,…`, as `server apikey create` prints them.",
		}}}},
		Commands: []layer.Command{{Name: "apikey create", About: "make the API key NAME, and print it this once"}},
	},
	{Name: "apikey-users", Dir: "auth/apikey-users", When: []string{"apikey", "jwt"}, Input: true},
	{
		Category: "auth", Name: "oidc", Dir: "auth/oidc", Summary: "logins with OpenID Connect providers, and with GitHub",
		Needs:      []layer.Need{{Condition: "jwt", Reason: "oidc needs jwt, whose tokens users get after a login"}},
		Migrations: 1,
		Tables:     []string{"identities", "oidc_grants"},
		Sections:   []layer.Section{{Field: "OIDC", Package: "oidc"}},
		Settings: []layer.Group{{Title: "Logins with providers", Settings: []layer.Setting{
			{
				Name:  "OIDC_PROVIDERS",
				About: "Names of the providers, such as `google,corp`. Each has settings of its own, such as `OIDC_GOOGLE_ISSUER`: see `internal/oidc/README.md`.",
			},
			{
				Name: "OIDC_PUBLIC_URL", Dev: "http://localhost:8080",
				About: "URL of the service for browsers, with `HTTP_PATH_PREFIX` if it has one, such as `https://api.example.com`. Required if there are providers.",
			},
			{
				Name:  "OIDC_RETURN_URLS",
				About: "URLs of apps, separated by commas, to which browsers may return after a login. They are compared as a whole.",
			},
			{Name: "OIDC_TIMEOUT", Default: "5s", About: "Time allowed for each response of a provider."},
		}}},
		Codes: []layer.Code{
			{
				Number: 2220, Name: "LoginUnknown", Status: "http.StatusBadRequest", Error: "apperr.ErrLoginUnknown",
				Message: "the login was not started in this browser, is over or has expired", About: "start it again",
			},
			{
				Number: 2221, Name: "LoginDenied", Status: "http.StatusForbidden", Error: "apperr.ErrLoginDenied",
				Message: "the login was cancelled", About: "the user or the provider has refused it",
			},
			{
				Number: 2222, Name: "ProviderResponse", Status: "http.StatusBadGateway", Error: "apperr.ErrProviderResponse",
				Message: "the identity provider has sent an invalid response", About: "the log has the reason",
			},
			{
				Number: 2223, Name: "ProviderUnavailable", Status: "http.StatusServiceUnavailable", Error: "apperr.ErrProviderUnavailable",
				Message: "the identity provider is unavailable", About: "try again later, or another provider",
			},
			{
				Number: 2224, Name: "EmailUnverified", Status: "http.StatusForbidden", Error: "apperr.ErrEmailUnverified",
				Message: "the identity provider has not verified the email", About: "verify it there, and log in again",
			},
			{
				Number: 2225, Name: "AccountExists", Status: "http.StatusConflict", Error: "apperr.ErrAccountExists",
				Message: "an account with this email has a password", About: "log in with the password",
			},
		},
	},
}

const bearer = "@Security\tBearer"

// guards are the guards whose routes take one of the security schemes.
func guards(schemes ...string) []layer.Guard {
	docs := slices.Concat(schemes, []string{"@Failure\t401,403\t{object}\tresp.Body"})
	return []layer.Guard{{Name: "user", Docs: docs}, {Name: "admin", Docs: docs}}
}
