// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apikey"
	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/auth"
	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/bank"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/client/payments"
	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/cors"
	"github.com/acme/everything/internal/guard"
	"github.com/acme/everything/internal/handler"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/metrics"
	"github.com/acme/everything/internal/middleware"
	"github.com/acme/everything/internal/oidc"
	"github.com/acme/everything/internal/ratelimit"
	"github.com/acme/everything/internal/secure"
	"github.com/acme/everything/internal/tracing"
	"github.com/acme/everything/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log            *slog.Logger
	Health         *health.State
	Swagger        bool // serve the API documentation
	Authors        author.Store
	Categories     category.Store
	Books          book.Store
	Tracing        *tracing.Tracing
	Meter          *metrics.Requests
	PaymentsClient *payments.Client
	Bank           bank.Store
	Secure         secure.Headers
	CORS           cors.Policy
	Guard          guard.Guard // those who authenticate requests
	Auth           *auth.Service
	APIKeys        *apikey.Keys
	OIDC           *oidc.Service
	RateLimit      ratelimit.Limiter
	Compress       compress.Compressor
	Idempotency    idempotency.Guard
}

// New returns the app of the public listener.
func New(cfg Config, deps Deps) *fiber.App {
	app := fiber.New(fiber.Config{
		ErrorHandler:   handler.Errors(deps.Log),
		BodyLimit:      int(cfg.BodyLimit),
		RequestMethods: append(slices.Clone(fiber.DefaultMethods), middleware.OtherMethod),
		CaseSensitive:  true,
		StrictRouting:  true,
		// Copy the values that handlers get of a request, which fasthttp would
		// otherwise reuse for the next one.
		Immutable:                    true,
		DisableDefaultContentType:    true, // not every response has a body
		DisablePreParseMultipartForm: true, // handlers check the media type
	})
	app.Server().Handler = middleware.AnyMethod(app.Server().Handler)
	app.Server().ErrorHandler = middleware.Unread(app, deps.Log)
	app.Server().ErrorHandler = middleware.MeasureUnread(deps.Meter, app.Server().ErrorHandler)

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	app.Use(
		middleware.Principal(),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.Trace(deps.Tracing),
		middleware.Measure(deps.Meter),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.CountPanics(deps.Meter),
		middleware.Secure(deps.Secure),
		middleware.CORS(deps.CORS),
		middleware.Authenticate(deps.Guard),
		middleware.RateLimit(deps.RateLimit),
		middleware.Compress(deps.Compress),
		middleware.InFlight(cfg.MaxInFlight),
		decoded,
		middleware.Idempotency(deps.Idempotency),
	)

	app.Get("/healthz", handler.Live)
	app.Get("/readyz", handler.Ready(deps.Health))
	app.Get("/version", handler.Version)
	if deps.Swagger {
		app.Get("/swagger/", handler.Docs(cfg.api()))
		app.Get("/swagger/+", handler.Docs(cfg.api())) // an asterisk would match /swagger, too
	}

	api, check := app.Group(cfg.api()), validate.New()
	user := middleware.Require("user")

	banking := handler.NewBank(bank.NewService(deps.Bank, check))
	api.Post("/accounts", user, banking.CreateAccount)
	api.Get("/accounts/:id", user, banking.GetAccount)
	api.Post("/transfers", user, banking.CreateTransfer)
	api.Get("/transfers/:id", user, banking.GetTransfer)

	authn := handler.NewAuth(deps.Auth, check, cfg.api()+"/auth")
	app.Get("/.well-known/jwks.json", authn.Keys)
	api.Post("/auth/register", authn.Register)
	api.Post("/auth/login", authn.Login)
	api.Post("/auth/refresh", authn.Refresh)
	api.Post("/auth/logout", authn.Logout)
	api.Post("/auth/logout-all", user, authn.LogoutAll)
	api.Get("/auth/me", user, authn.Me)
	api.Put("/auth/password", user, authn.ChangePassword)
	api.Get("/auth/sessions", user, authn.Sessions)
	api.Delete("/auth/sessions/:id", user, authn.EndSession)

	apiKeys := handler.NewAPIKeys(deps.APIKeys, check)
	api.Post("/auth/keys", user, apiKeys.Create)
	api.Get("/auth/keys", user, apiKeys.List)
	api.Delete("/auth/keys/:id", user, apiKeys.Revoke)

	oidcLogins := handler.NewOIDC(deps.OIDC, authn)
	api.Get("/auth/oidc", oidcLogins.List)
	api.Get("/auth/oidc/:provider/login", oidcLogins.Login)
	api.Get("/auth/oidc/:provider/callback", oidcLogins.Callback)
	api.Post("/auth/oidc/token", oidcLogins.Token)

	authors := handler.NewAuthor(deps.Authors, check)
	authors.RequireIfMatch, authors.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	api.Get("/authors", user, authors.List)
	api.Post("/authors", user, authors.Create)
	api.Get("/authors/:id", user, authors.Get)
	api.Put("/authors/:id", user, authors.Replace)
	api.Patch("/authors/:id", user, authors.Patch)
	api.Delete("/authors/:id", user, authors.Delete)

	categories := handler.NewCategory(deps.Categories, check)
	categories.RequireIfMatch, categories.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	api.Get("/categories", user, categories.List)
	api.Post("/categories", user, categories.Create)
	api.Get("/categories/:id", user, categories.Get)
	api.Put("/categories/:id", user, categories.Replace)
	api.Patch("/categories/:id", user, categories.Patch)
	api.Delete("/categories/:id", user, categories.Delete)
	api.Get("/categories/:id/children", user, categories.ListByParent)

	books := handler.NewBook(deps.Books, deps.Authors, deps.Categories, check)
	books.RequireIfMatch, books.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	api.Get("/books", user, books.List)
	api.Post("/books", user, books.Create)
	api.Get("/books/:id", user, books.Get)
	api.Put("/books/:id", user, books.Replace)
	api.Patch("/books/:id", user, books.Patch)
	api.Delete("/books/:id", user, books.Delete)
	api.Get("/authors/:id/books", user, books.ListByAuthor)
	api.Get("/authors/:id/editors-books", user, books.ListByEditors)
	api.Get("/categories/:id/books", user, books.ListByCategory)
	return app
}

// decoded makes fiber route by routePath, so that handlers need not decode
// parameters. Fiber's own option decodes a plus to a space.
func decoded(c fiber.Ctx) error {
	escaped := c.Path()
	path, err := routePath(escaped)
	if err != nil {
		return &apperr.BadRequest{Message: "path is malformed"}
	}
	if path != escaped {
		c.Path(path)
	}
	return c.Next()
}
