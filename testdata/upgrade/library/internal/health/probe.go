package health

import (
	"context"
	"fmt"
	"net/http"
)

// Probe asks the process that listens on address whether it is ready. It is
// what an image without a shell can use as its health check.
func Probe(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*checkTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // it was not even read
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("probe: not ready: %s", answer.Status)
	}
	return nil
}
