package migrate

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// transactionControl matches a statement that begins or ends a transaction.
var transactionControl = regexp.MustCompile(`(?im)(?:^|;)\s*((?:BEGIN|START|COMMIT|ROLLBACK)(?:\s+(?:TRANSACTION|WORK))?)\s*;`)

// checkTransaction returns an error if a script ends the transaction that it
// runs in, because what comes before that could not be rolled back.
func checkTransaction(m migration, way direction, script string) error {
	if found := transactionControl.FindStringSubmatch(script); found != nil {
		return fmt.Errorf("migrations/%s.%s.sql contains %s: delete it, because a migration runs in a transaction of its own",
			m.name, way, strings.ToUpper(found[1]))
	}
	return nil
}

// rolledBack says what to do after an error that left nothing of m behind.
func rolledBack(ctx context.Context, m migration, way direction, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s.%s.sql was interrupted and rolled back; run it again: %w", m.name, way, err)
	}
	return fmt.Errorf("%s.%s.sql failed and was rolled back; correct it and run it again: %w", m.name, way, err)
}
