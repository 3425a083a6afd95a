// Try demonstrates gen: it creates a project in a temporary directory, builds
// and starts it, stores a book and lists the books.
//
//	go run ./internal/try path/to/gen
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	if err := try(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "try:", err)
		os.Exit(1)
	}
}

func try(ctx context.Context, gen string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	gen, err = filepath.Abs(gen)
	if err != nil {
		return err
	}
	parent, err := os.MkdirTemp("", "gen-try-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(parent)) }()
	dir := filepath.Join(parent, "myapi")
	if err := show(ctx, parent, gen, "new", "myapi", "--yes", "--data", "seeds", "--resource", "book title:string:required,max=200 price:decimal"); err != nil {
		return err
	}
	if err := show(ctx, dir, "go", "build", "-o", "bin/server", "./cmd/server"); err != nil {
		return err
	}
	if err := show(ctx, dir, filepath.Join("bin", "server"), "seed"); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server, address, err := start(ctx, dir)
	if err != nil {
		return err
	}
	if err := books(ctx, address); err != nil {
		return err
	}
	if err := server.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return server.Wait()
}

// show prints a command and runs it in dir.
func show(ctx context.Context, dir, name string, args ...string) error {
	words := []string{"$", filepath.Base(name)}
	for _, a := range args {
		if strings.Contains(a, " ") {
			a = "'" + a + "'"
		}
		words = append(words, a)
	}
	fmt.Println(strings.Join(words, " "))
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	return cmd.Run()
}

// start runs the server on free ports and returns its public address, which
// the server logs once it is listening.
func start(ctx context.Context, dir string) (*exec.Cmd, string, error) {
	fmt.Println("$ bin/server &")
	cmd := exec.CommandContext(ctx, filepath.Join(dir, "bin", "server"))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HTTP_HOST=127.0.0.1", "HTTP_PORT=0", "ADMIN_PORT=0", "LOG_FORMAT=json")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, "", err
	}
	if err := cmd.Start(); err != nil {
		return nil, "", err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var record struct{ Msg, Listener, Address string }
		if json.Unmarshal(lines.Bytes(), &record) == nil && record.Listener == "public" {
			go io.Copy(io.Discard, out) //nolint:errcheck // drains the log so that the server does not block
			return cmd, record.Address, nil
		}
	}
	return nil, "", errors.Join(errors.New("the server did not start"), cmd.Wait())
}

// books stores a book and lists the books.
func books(ctx context.Context, address string) error {
	url := "http://" + address + "/api/v1/books"
	const book = `{"title":"The Go Programming Language","price":"31.5"}`
	fmt.Printf("$ curl -H 'Content-Type: application/json' -d '%s' %s\n", book, url)
	if err := request(ctx, http.MethodPost, url, strings.NewReader(book), http.StatusCreated); err != nil {
		return err
	}
	fmt.Printf("$ curl %s\n", url)
	return request(ctx, http.MethodGet, url, nil, http.StatusOK)
}

func request(ctx context.Context, method, url string, body io.Reader, want int) error {
	req, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	fmt.Println(strings.TrimSpace(string(data)))
	if resp.StatusCode != want {
		return fmt.Errorf("%s %s: status %d, want %d", method, url, resp.StatusCode, want)
	}
	return nil
}
