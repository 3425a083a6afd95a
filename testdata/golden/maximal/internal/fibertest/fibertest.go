// Package fibertest sends requests to an app without a network.
package fibertest

import (
	"bufio"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gofiber/fiber/v3"
)

// Do records the response of app to r. Unlike app.Test, it also works if app
// rejects r while reading it.
func Do(t *testing.T, app *fiber.App, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	app.Handler() // makes the routes ready
	client, server := net.Pipe()
	defer func() { _ = client.Close() }()
	go func() { _ = app.Server().ServeConn(server) }()
	go func() { _ = r.Write(client) }()

	answer, err := http.ReadResponse(bufio.NewReader(client), r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	rec := httptest.NewRecorder()
	maps.Copy(rec.Header(), answer.Header)
	rec.WriteHeader(answer.StatusCode)
	if _, err := io.Copy(rec, answer.Body); err != nil {
		t.Fatal(err)
	}
	return rec
}
