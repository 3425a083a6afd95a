package password

import (
	"errors"
	"fmt"
)

// Config is read from the environment.
type Config struct {
	// Memory is what a hash takes, in KiB.
	Memory uint32 `env:"PASSWORD_MEMORY" envDefault:"32768"`
	// Iterations is how often a hash passes over its memory.
	Iterations uint32 `env:"PASSWORD_ITERATIONS" envDefault:"3"`
	// Concurrency bounds the hashes that are computed at a time, so that logins
	// leave processors and memory to other requests; 0 is half of the processors.
	Concurrency int `env:"PASSWORD_CONCURRENCY" envDefault:"0"`
}

// Validate reports invalid settings.
func (c Config) Validate() error {
	var problems []error
	if c.Memory < minMemory || c.Memory > maxMemory {
		problems = append(problems, fmt.Errorf("PASSWORD_MEMORY: must be between %d and %d", minMemory, maxMemory))
	}
	if c.Iterations < 1 || c.Iterations > maxIterations {
		problems = append(problems, fmt.Errorf("PASSWORD_ITERATIONS: must be between 1 and %d", maxIterations))
	}
	if c.Concurrency < 0 {
		problems = append(problems, errors.New("PASSWORD_CONCURRENCY: must not be negative"))
	}
	return errors.Join(problems...)
}
