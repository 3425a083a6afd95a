package app

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/acme/shelf/internal/cache"
	"github.com/acme/shelf/internal/config"
	"github.com/acme/shelf/internal/logger"
	"github.com/acme/shelf/internal/redisdb"
)

// program is what every command works with. What a command opens is closed when
// it has ended, the last opened first.
type program struct {
	cfg    config.Config
	out    io.Writer
	log    *slog.Logger
	opened []closer
}

// closer closes something that was opened.
type closer struct {
	name  string
	close func() error
}

func newProgram(cfg config.Config, out io.Writer) *program {
	return &program{cfg: cfg, out: out, log: logger.New(cfg.Log, out)}
}

// openRedis makes the client of Redis, whether or not Redis can be reached.
func (p *program) openRedis() *redisdb.Client {
	client := redisdb.Open(p.cfg.Redis, p.log)
	p.opened = append(p.opened, closer{"redis", client.Close})
	return client
}

// openCache makes a cache.
func (p *program) openCache() (*cache.Cache, error) {
	c, err := cache.New(p.cfg.Cache)
	if err != nil {
		return nil, err
	}
	p.opened = append(p.opened, closer{"cache", c.Close})
	return c, nil
}

// close closes what is open, and last of all writes the rest of the log.
func (p *program) close() error {
	defer logger.Flush(p.log)
	var problems []error
	for _, c := range slices.Backward(p.opened) {
		if err := c.close(); err != nil {
			problems = append(problems, fmt.Errorf("close %s: %w", c.name, err))
		}
	}
	return errors.Join(problems...)
}
