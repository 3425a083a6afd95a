package cache

import (
	"context"
	"fmt"
)

// Flush invalidates everything, in all instances. What is not valid expires.
func (c *Cache) Flush(ctx context.Context) error {
	if err := c.backend.Raise(ctx, everything); err != nil {
		return fmt.Errorf("flush cache: %w", err)
	}
	return nil
}
