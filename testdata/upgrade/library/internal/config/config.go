// Package config reads the configuration of the program. Every package says in
// a small Config of its own what it needs; this one only collects the values.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/caarlos0/env/v11"

	"github.com/acme/library/internal/logger"
	"github.com/acme/library/internal/mailer"
	"github.com/acme/library/internal/router"
	"github.com/acme/library/internal/server"
	"github.com/acme/library/internal/store"
)

// Values of APP_ENV.
const (
	Dev        = "dev"
	Test       = "test"
	Production = "production"
)

// Config is everything that can be set from outside.
type Config struct {
	Env    string
	Log    logger.Config
	Server server.Config
	Router router.Config
	Store  store.Config
	Mail   mailer.Config
}

func (c *Config) sections() []section {
	return []section{
		&c.Log,
		&c.Server,
		&c.Router,
		&c.Store,
		&c.Mail,
	}
}

// Load takes each value from environ, which is like os.Environ, or else from
// .env, or else from configs/config.<APP_ENV>.yaml, or else its default. An
// empty value counts as not set. The files are looked for in dir and may be
// missing. The error lists every problem there is, one a line.
func Load(dir fs.FS, environ []string) (Config, error) {
	vars, err := readDotenv(dir)
	problems := []error{err}
	overlay(vars, env.ToMap(environ))

	cfg := Config{Env: cmp.Or(vars["APP_ENV"], Dev)}
	if !slices.Contains([]string{Dev, Test, Production}, cfg.Env) {
		problems = append(problems, fmt.Errorf("APP_ENV: %q is none of %s, %s, %s", cfg.Env, Dev, Test, Production))
		cfg.Env = Dev // to find the other problems
	}
	file := "configs/config." + cfg.Env + ".yaml"
	values, err := readYAML(dir, file)
	problems = append(problems, err)
	inFile := slices.Sorted(maps.Keys(values))
	overlay(values, vars)

	known := make(map[string]bool)
	for _, s := range cfg.sections() {
		problems = append(problems, fill(s, values, known), s.Validate())
	}
	for _, name := range inFile {
		if !known[name] {
			problems = append(problems, fmt.Errorf("%s: unknown name %q", file, name))
		}
	}
	if cfg.Router.RequestTimeout >= cfg.Server.WriteTimeout {
		problems = append(problems, errors.New("HTTP_WRITE_TIMEOUT: must be longer than HTTP_REQUEST_TIMEOUT, to leave time for an answer"))
	}
	return cfg, errors.Join(problems...)
}
