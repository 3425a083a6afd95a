package e2e

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gen-go/gen/templates"
)

// TestStopLosesNoRequest stops services while a load balancer sends 200
// requests per second, half of them on new connections. It removes the service
// after three failed probes, as Kubernetes does. Until then every request must
// be served, which is the purpose of the default SHUTDOWN_DELAY.
func TestStopLosesNoRequest(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	for _, framework := range templates.Catalog().Options("framework") {
		t.Run(framework.Name, func(t *testing.T) {
			t.Parallel()
			dir := write(t, choice{"framework": framework.Name, "database": "none"}, resources(false)...)
			compile(t, dir)
			s := startService(t, dir, nil, "APP_ENV=production")
			b := newBalancer(s)
			waitFor(t, "load", func() bool { return b.served.Load() > 100 })
			before := b.sent.Load()
			if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			b.wait()
			after := b.sent.Load() - before
			t.Logf("%d requests before the signal, %d after it", before, after)
			if lost := b.sent.Load() - b.served.Load(); lost > 0 || after < 100 {
				b.failed.Range(func(failure, _ any) bool { t.Errorf("client error: %v", failure); return true })
				t.Errorf("%d of %d requests after the signal were lost", lost, after)
			}
			if code := s.stop(); code != 0 {
				t.Errorf("got exit code %d, want 0\n%s", code, s.log.String())
			}
		})
	}
}

// balancer is a load balancer with a single service.
type balancer struct {
	base         string
	clients      []*http.Client
	sent, served atomic.Int64
	failed       sync.Map // failures, each reported once
	work         sync.WaitGroup
}

// newBalancer starts a balancer. It sends requests until three consecutive
// probes have failed.
func newBalancer(s *service) *balancer {
	b := &balancer{base: s.public, clients: []*http.Client{
		{Transport: &http.Transport{MaxIdleConnsPerHost: 50}},
		{Transport: &http.Transport{DisableKeepAlives: true}},
	}}
	out := make(chan struct{})
	b.work.Go(func() {
		defer close(out)
		for failures := 0; failures < 3; time.Sleep(time.Second) {
			failures++
			if b.get(b.clients[1], "/readyz") == nil {
				failures = 0
			}
		}
	})
	b.work.Go(func() {
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-out:
				return
			case <-ticker.C:
				client := b.clients[b.sent.Add(1)%2]
				b.work.Go(func() {
					if err := b.get(client, "/api/v1/books"); err != nil {
						b.failed.Store(err.Error(), true)
						return
					}
					b.served.Add(1)
				})
			}
		}
	})
	return b
}

// wait waits until the service has been removed and all requests have ended.
func (b *balancer) wait() { b.work.Wait() }

func (b *balancer) get(client *http.Client, path string) error {
	resp, err := client.Get(b.base + path)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}
	return nil
}
