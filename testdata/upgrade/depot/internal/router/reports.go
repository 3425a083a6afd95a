package router

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
)

// ReportsConfig is read from the environment.
type ReportsConfig struct {
	Login string `env:"REPORTS_LOGIN"`
}

// Validate reports a login that is not user:password.
func (c ReportsConfig) Validate() error {
	if c.Login != "" && !strings.Contains(c.Login, ":") {
		return errors.New("REPORTS_LOGIN: must be user:password")
	}
	return nil
}

// login lets those through who know the login.
func login(cfg ReportsConfig) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			user, password, _ := r.BasicAuth()
			if cfg.Login == "" || subtle.ConstantTimeCompare([]byte(user+":"+password), []byte(cfg.Login)) != 1 {
				w.Header().Set("WWW-Authenticate", `Basic realm="reports"`)
				http.Error(w, "who are you?", http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// tenant marks responses with the tenant they are for.
func tenant(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if t := r.Header.Get("X-Tenant"); t != "" {
			w.Header().Set("X-Tenant", t)
		}
		next.ServeHTTP(w, r)
	})
}
