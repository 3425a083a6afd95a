// Package config loads the settings of the program. Each package declares its
// own in a small Config.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/caarlos0/env/v11"

	"github.com/acme/shop/internal/cache"
	"github.com/acme/shop/internal/client/payments"
	"github.com/acme/shop/internal/logger"
	"github.com/acme/shop/internal/redisdb"
	"github.com/acme/shop/internal/router"
	"github.com/acme/shop/internal/server"
	"github.com/acme/shop/internal/store"
	"github.com/acme/shop/internal/tracing"
)

// Values of APP_ENV.
const (
	Dev        = "dev"
	Test       = "test"
	Production = "production"
)

// Config is all settings of the program.
type Config struct {
	Env            string
	Log            logger.Config
	Server         server.Config
	Router         router.Config
	Store          store.Config
	Redis          redisdb.Config
	Tracing        tracing.Config
	Cache          cache.Config
	PaymentsClient payments.Config
}

func (c *Config) sections() []section {
	return []section{
		&c.Log,
		&c.Server,
		&c.Router,
		&c.Store,
		&c.Redis,
		&c.Tracing,
		&c.Cache,
		&c.PaymentsClient,
	}
}

// Load reads each setting from environ, which has the form of os.Environ, then
// from .env and from configs/config.<APP_ENV>.yaml in dir, either of which may
// be missing. A setting that is empty in all of them has its default. The error
// lists every problem, one a line.
func Load(dir fs.FS, environ []string) (Config, error) {
	dotenv, err := readDotenv(dir)
	problems := []error{err}
	vars := merge(dotenv, env.ToMap(environ))

	cfg := Config{Env: cmp.Or(vars["APP_ENV"], Dev)}
	if !slices.Contains([]string{Dev, Test, Production}, cfg.Env) {
		problems = append(problems, fmt.Errorf("APP_ENV: %q is none of %s, %s, %s", cfg.Env, Dev, Test, Production))
		cfg.Env = Dev // to report the other problems too
	}
	file := "configs/config." + cfg.Env + ".yaml"
	inFile, err := readYAML(dir, file)
	problems = append(problems, err)
	expand(inFile, vars)
	values := merge(inFile, vars)
	problems = append(problems, platformPort(values))

	known := make(map[string]bool)
	for _, s := range cfg.sections() {
		problems = append(problems, fill(s, values, known), s.Validate())
	}
	if cfg.PaymentsClient.Timeout >= cfg.Router.RequestTimeout {
		problems = append(problems, errors.New("PAYMENTS_TIMEOUT: must be shorter than HTTP_REQUEST_TIMEOUT"))
	}
	for _, name := range slices.Sorted(maps.Keys(inFile)) {
		if !known[name] {
			problems = append(problems, fmt.Errorf("%s: unknown name %q", file, name))
		}
	}
	if cfg.Router.RequestTimeout >= cfg.Server.WriteTimeout {
		problems = append(problems, errors.New("HTTP_WRITE_TIMEOUT: must be longer than HTTP_REQUEST_TIMEOUT, to leave time for the response"))
	}
	return cfg, errors.Join(problems...)
}
