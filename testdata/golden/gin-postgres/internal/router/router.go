// Package router defines the routes and the order of the middleware.
package router

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/auth"
	"github.com/acme/notes/internal/folder"
	"github.com/acme/notes/internal/guard"
	"github.com/acme/notes/internal/handler"
	"github.com/acme/notes/internal/health"
	"github.com/acme/notes/internal/middleware"
	"github.com/acme/notes/internal/note"
	"github.com/acme/notes/internal/tag"
	"github.com/acme/notes/internal/validate"
)

// Deps are the dependencies of the handlers and the middleware.
type Deps struct {
	Log     *slog.Logger
	Health  *health.State
	Swagger bool // serve the API documentation
	Tags    tag.Store
	Folders folder.Store
	Notes   note.Store
	Guard   guard.Guard // those who authenticate requests
	Auth    *auth.Service
}

// New returns the handler of the public listener.
func New(cfg Config, deps Deps) http.Handler {
	gin.SetMode(gin.ReleaseMode) // process-wide; otherwise gin prints every route
	r := gin.New()
	r.HandleMethodNotAllowed = true
	r.RedirectTrailingSlash = false
	r.UseRawPath = true          // an encoded slash belongs to a parameter, not to the path
	_ = r.SetTrustedProxies(nil) // fails only on addresses, of which there are none

	// RequestContext stands outside AccessLog, so that every record has the IDs.
	// Recover stands inside it, so that a panic is logged as the 500 it becomes.
	// InFlight counts what those before it let through.
	r.Use(
		middleware.Principal(),
		middleware.RequestContext(cfg.RequestTimeout, cfg.PathPrefix),
		middleware.AccessLog(deps.Log),
		middleware.Recover(deps.Log),
		middleware.BodyLimit(cfg.BodyLimit),
		middleware.Authenticate(deps.Guard),
		middleware.InFlight(cfg.MaxInFlight),
		handler.Errors(deps.Log),
	)
	r.NoRoute(handler.Fail(apperr.ErrRouteNotFound))
	r.NoMethod(handler.Fail(apperr.ErrMethodNotAllowed))

	get(r, "/healthz", handler.Live)
	get(r, "/readyz", handler.Ready(deps.Health))
	get(r, "/version", handler.Version)
	if deps.Swagger {
		get(r, "/swagger/*file", handler.Docs(cfg.api()))
	}

	api, check := r.Group(cfg.api()), validate.New()
	user := api.Group("", middleware.Require("user"))

	authn := handler.NewAuth(deps.Auth, check, cfg.api()+"/auth")
	get(r, "/.well-known/jwks.json", authn.Keys)
	api.POST("/auth/register", authn.Register)
	api.POST("/auth/login", authn.Login)
	api.POST("/auth/refresh", authn.Refresh)
	api.POST("/auth/logout", authn.Logout)
	user.POST("/auth/logout-all", authn.LogoutAll)
	get(user, "/auth/me", authn.Me)
	user.PUT("/auth/password", authn.ChangePassword)
	get(user, "/auth/sessions", authn.Sessions)
	user.DELETE("/auth/sessions/:id", authn.EndSession)

	tags := handler.NewTag(deps.Tags, check)
	tags.RequireIfMatch, tags.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	get(user, "/tags", tags.List)
	user.POST("/tags", tags.Create)
	get(user, "/tags/:id", tags.Get)
	user.PUT("/tags/:id", tags.Replace)
	user.PATCH("/tags/:id", tags.Patch)
	user.DELETE("/tags/:id", tags.Delete)

	folders := handler.NewFolder(deps.Folders, check)
	folders.RequireIfMatch, folders.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	get(user, "/folders", folders.List)
	user.POST("/folders", folders.Create)
	get(user, "/folders/:id", folders.Get)
	user.PUT("/folders/:id", folders.Replace)
	user.PATCH("/folders/:id", folders.Patch)
	user.DELETE("/folders/:id", folders.Delete)

	notes := handler.NewNote(deps.Notes, deps.Folders, deps.Tags, check)
	notes.RequireIfMatch, notes.CountTimeout = cfg.RequireIfMatch, cfg.CountTimeout
	get(user, "/notes", notes.List)
	user.POST("/notes", notes.Create)
	get(user, "/notes/:id", notes.Get)
	user.PUT("/notes/:id", notes.Replace)
	user.PATCH("/notes/:id", notes.Patch)
	user.DELETE("/notes/:id", notes.Delete)
	user.POST("/notes/bulk", notes.CreateAll)
	user.POST("/notes/bulk-delete", notes.DeleteAll)
	get(user, "/folders/:id/notes", notes.ListByFolder)
	get(user, "/tags/:id/notes", notes.ListByTags)
	return r
}

// get registers h for GET and for HEAD, which are two routes to gin.
func get(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.GET(path, h)
	r.HEAD(path, h)
}
