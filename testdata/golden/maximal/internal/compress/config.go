package compress

import (
	"compress/gzip"
	"errors"
	"fmt"
)

// Config is read from the environment.
type Config struct {
	// MinSize is the size in bytes of the smallest body that is compressed: one
	// that fits into a packet gains nothing.
	MinSize int `env:"COMPRESS_MIN_SIZE" envDefault:"1024"`
	// Level is the compression level, from 1 (fastest) to 9 (smallest).
	Level int `env:"COMPRESS_LEVEL" envDefault:"5"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.MinSize < 1 {
		problems = append(problems, errors.New("COMPRESS_MIN_SIZE: must be positive"))
	}
	if c.Level < gzip.BestSpeed || c.Level > gzip.BestCompression {
		problems = append(problems, fmt.Errorf("COMPRESS_LEVEL: must be %d to %d", gzip.BestSpeed, gzip.BestCompression))
	}
	return errors.Join(problems...)
}
