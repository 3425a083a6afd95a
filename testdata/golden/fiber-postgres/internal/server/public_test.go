package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

const bodyLimit = 100_000

// public returns an app that responds with the status that h returns.
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
	srv := launch(t, cfg, func(context.Context) int {
		close(entered)
		<-release
		return http.StatusOK
	})
	status := make(chan int)
	go func() { status <- get(t, srv.public) }()
	<-entered
	srv.stop()
	if err := <-srv.result; !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "stop public") {
		t.Errorf("Run: %v", err)
	}
	close(release)
	<-status
}

// The client still sends when it is refused. A reset could cost it the answer.
func TestRunRefusesLargeBodies(t *testing.T) {
	srv := launch(t, testConfig(), notFound)
	var dialer net.Dialer
	client, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(srv.public, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	part := strings.Repeat("x", bodyLimit/2)
	if _, err := fmt.Fprintf(client, "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n%s", bodyLimit+1, part); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %d", answer.StatusCode)
	}
	time.Sleep(lingerTime / 5)
	if _, err := io.WriteString(client, part); err != nil {
		t.Errorf("reset while it sends: %v", err)
	}
}

func TestCloseUnless(t *testing.T) {
	for _, serving := range []bool{false, true} {
		h := closeUnless(func() bool { return serving }, func(*fasthttp.RequestCtx) {})
		var r fasthttp.RequestCtx
		h(&r)
		if closes := r.Response.ConnectionClose(); closes == serving {
			t.Errorf("serving %t: Connection: close is %t", serving, closes)
		}
	}
}
