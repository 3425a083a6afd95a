package cache

import (
	"errors"
	"time"
)

// Config is read from the environment.
type Config struct {
	// TTL is how long an entry is fresh, unless its resource has a time of its own.
	TTL time.Duration `env:"CACHE_TTL" envDefault:"5m"`
	// StaleTTL is how long after that it is still served, while it is read again.
	StaleTTL time.Duration `env:"CACHE_STALE_TTL" envDefault:"30s"`
	// NegativeTTL is how long it is remembered that a row is missing.
	NegativeTTL time.Duration `env:"CACHE_NEGATIVE_TTL" envDefault:"10s"`
	// Fills bounds the reads of the database that take place at the same time.
	Fills int64 `env:"CACHE_FILLS" envDefault:"16"`
	// Memory bounds the entries in the memory of the process, in bytes.
	Memory uint64 `env:"CACHE_MEMORY" envDefault:"67108864"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.TTL <= 0 {
		problems = append(problems, errors.New("CACHE_TTL: must be positive"))
	}
	if c.StaleTTL < 0 {
		problems = append(problems, errors.New("CACHE_STALE_TTL: must not be negative"))
	}
	if c.NegativeTTL <= 0 {
		problems = append(problems, errors.New("CACHE_NEGATIVE_TTL: must be positive"))
	}
	if c.Fills <= 0 {
		problems = append(problems, errors.New("CACHE_FILLS: must be positive"))
	}
	if c.Memory == 0 {
		problems = append(problems, errors.New("CACHE_MEMORY: must be positive"))
	}
	return errors.Join(problems...)
}
