// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"slices"

	"github.com/gofiber/fiber/v3"

	"github.com/acme/everything/internal/apperr"
	"github.com/acme/everything/internal/author"
	"github.com/acme/everything/internal/bank"
	"github.com/acme/everything/internal/book"
	"github.com/acme/everything/internal/category"
	"github.com/acme/everything/internal/compress"
	"github.com/acme/everything/internal/cors"
	"github.com/acme/everything/internal/handler"
	"github.com/acme/everything/internal/health"
	"github.com/acme/everything/internal/idempotency"
	"github.com/acme/everything/internal/middleware"
	"github.com/acme/everything/internal/ratelimit"
	"github.com/acme/everything/internal/secure"
	"github.com/acme/everything/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log         *slog.Logger
	Health      *health.State
	Swagger     bool // serve the API documentation
	Authors     author.Store
	Categories  category.Store
	Books       book.Store
	Bank        bank.Store
	Secure      secure.Headers
	CORS        cors.Policy
	RateLimit   ratelimit.Limiter
	Compress    compress.Compressor
	Idempotency idempotency.Guard
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

	// RequestContext comes first, so that every record has the IDs. Recover stands
	// inside AccessLog, so that a panic is logged as the 500 it becomes. InFlight
	// counts what those before it let through.
	app.Use(
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.Secure(deps.Secure),
		middleware.CORS(deps.CORS),
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
		app.Get("/swagger/", handler.Docs)
		app.Get("/swagger/+", handler.Docs) // an asterisk would match /swagger, too
	}

	api, check := app.Group("/api/v1"), validate.New()

	banking := handler.NewBank(bank.NewService(deps.Bank, check))
	api.Post("/accounts", banking.CreateAccount)
	api.Get("/accounts/:id", banking.GetAccount)
	api.Post("/transfers", banking.CreateTransfer)
	api.Get("/transfers/:id", banking.GetTransfer)

	authors := handler.NewAuthor(deps.Authors, check)
	authors.RequireIfMatch = cfg.RequireIfMatch
	api.Get("/authors", authors.List)
	api.Post("/authors", authors.Create)
	api.Get("/authors/:id", authors.Get)
	api.Put("/authors/:id", authors.Replace)
	api.Patch("/authors/:id", authors.Patch)
	api.Delete("/authors/:id", authors.Delete)

	categories := handler.NewCategory(deps.Categories, check)
	categories.RequireIfMatch = cfg.RequireIfMatch
	api.Get("/categories", categories.List)
	api.Post("/categories", categories.Create)
	api.Get("/categories/:id", categories.Get)
	api.Put("/categories/:id", categories.Replace)
	api.Patch("/categories/:id", categories.Patch)
	api.Delete("/categories/:id", categories.Delete)

	books := handler.NewBook(deps.Books, check)
	books.RequireIfMatch = cfg.RequireIfMatch
	api.Get("/books", books.List)
	api.Post("/books", books.Create)
	api.Get("/books/:id", books.Get)
	api.Put("/books/:id", books.Replace)
	api.Patch("/books/:id", books.Patch)
	api.Delete("/books/:id", books.Delete)
	return app
}

// decoded makes fiber route by routePath, so that handlers need not decode
// parameters. Fiber's own option decodes a plus to a space.
func decoded(c fiber.Ctx) error {
	path, err := routePath(c.Path())
	if err != nil {
		return &apperr.BadRequest{Message: "path is malformed"}
	}
	c.Path(path)
	return c.Next()
}
