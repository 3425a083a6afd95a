package health

import (
	"context"
	"fmt"
	"net/http"
)

// Probe fails unless the service whose admin listener is at address is ready. An
// image without a shell can use it as its health check.
func Probe(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*checkTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	defer func() { _ = response.Body.Close() }() // it was not read
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("probe: not ready: %s", response.Status)
	}
	return nil
}
