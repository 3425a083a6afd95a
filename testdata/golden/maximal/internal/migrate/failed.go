package migrate

import (
	"context"
	"fmt"
)

// rolledBack says what to do after an error that left nothing of m behind.
func rolledBack(ctx context.Context, m migration, way direction, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s.%s.sql was interrupted and rolled back; run it again: %w", m.name, way, err)
	}
	return fmt.Errorf("%s.%s.sql failed and was rolled back; correct it and run it again: %w", m.name, way, err)
}
