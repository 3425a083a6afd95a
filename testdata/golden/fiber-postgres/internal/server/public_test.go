package server

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

const bodyLimit = 1000

// public returns an app that answers with the status that h returns.
func public(h func(context.Context) (status int)) *fiber.App {
	app := fiber.New(fiber.Config{BodyLimit: bodyLimit})
	app.Use(func(c fiber.Ctx) error {
		return c.SendStatus(h(c.Context()))
	})
	return app
}

func TestRunReportsRequestsThatTakeTooLong(t *testing.T) {
	cfg := testConfig()
	cfg.ShutdownTimeout = 20 * time.Millisecond
	entered, release := make(chan struct{}), make(chan struct{})
	srv := start(t, cfg, func(context.Context) int {
		close(entered)
		<-release
		return http.StatusOK
	})
	status := make(chan int)
	go func() { status <- get(t, srv.public) }()
	<-entered
	srv.stop()
	if err := <-srv.result; err == nil || !strings.Contains(err.Error(), "drain") {
		t.Errorf("Run: %v", err)
	}
	close(release)
	<-status
}

// The client has not sent all of its request when it is refused, and must get
// to know that nevertheless.
func TestRunRefusesLargeBodies(t *testing.T) {
	srv := start(t, testConfig(), notFound)
	body := strings.Repeat("x", 1000*bodyLimit)
	for range 20 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.public, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("got %d", answer.StatusCode)
		}
	}
}

func TestCloseWhile(t *testing.T) {
	for _, draining := range []bool{false, true} {
		h := closeWhile(func() bool { return draining }, func(*fasthttp.RequestCtx) {})
		var r fasthttp.RequestCtx
		h(&r)
		if got := r.Response.ConnectionClose(); got != draining {
			t.Errorf("draining %t: Connection: close is %t", draining, got)
		}
	}
}
