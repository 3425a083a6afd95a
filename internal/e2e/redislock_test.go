package e2e

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/templates"
)

// lockProgram takes a lock as its arguments say: ADDRESS PREFIX rounds N DIR, or
// ADDRESS PREFIX hold.
const lockProgram = `package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"time"

	"%[1]s/internal/lock"
	"%[1]s/internal/redisdb"
)

const ttl = 2 * time.Second

func main() {
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	client := redisdb.Open(redisdb.Config{Addr: os.Args[1], Prefix: os.Args[2], Timeout: 5 * time.Second, MaxConns: 2}, log)
	locks := lock.New(client, client.Prefix)
	if os.Args[3] == "hold" {
		hold(locks)
		return
	}
	n, err := strconv.Atoi(os.Args[4])
	if err != nil {
		panic(err)
	}
	for range n {
		err := locks.Do(context.Background(), "door", 30*time.Second, 10*time.Minute, enter)
		if err != nil {
			panic(err)
		}
	}
}

// enter fails if another process is inside, as the file system sees it.
func enter(_ context.Context, fence int64) error {
	door := os.Args[5] + "/inside"
	f, err := os.OpenFile(door, os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(door)
	defer f.Close()
	list, err := os.OpenFile(os.Args[5]+"/fences", os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer list.Close()
	_, err = fmt.Fprintln(list, fence)
	return err
}

// hold says when it is inside, and again after a line of input, even if the lock
// was lost.
func hold(locks *lock.Locker) {
	err := locks.Do(context.Background(), "door", ttl, time.Minute, func(ctx context.Context, fence int64) error {
		fmt.Println("inside", fence)
		input := make(chan struct{})
		go func() { _, _ = bufio.NewReader(os.Stdin).ReadString('\n'); close(input) }()
		<-input
		fmt.Println("writes", fence)
		return context.Cause(ctx)
	})
	fmt.Println("ended:", err)
}
`

// holder is a process that holds the lock, or waits for it.
type holder struct {
	t     testing.TB
	cmd   *exec.Cmd
	in    io.Writer
	lines chan string
}

func startHolder(t testing.TB, binary, address, prefix string) *holder {
	t.Helper()
	h := &holder{t: t, cmd: exec.Command(binary, address, prefix, "hold"), lines: make(chan string, 10)} // without t.Context, because it is stopped in a cleanup function
	in, err := h.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.in = in
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	h.cmd.Stderr = os.Stderr
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.cmd.Process.Kill(); _ = h.cmd.Wait() })
	go func() {
		defer close(h.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			h.lines <- lines.Text()
		}
	}()
	return h
}

// says returns what the process prints after a word, when it prints it.
func (h *holder) says(word string) string {
	h.t.Helper()
	select {
	case line, ok := <-h.lines:
		rest, found := strings.CutPrefix(line, word)
		if !ok || !found {
			h.t.Fatalf("want %s, got %q", word, line)
		}
		return strings.TrimSpace(rest)
	case <-time.After(30 * time.Second):
		h.t.Fatalf("waited in vain for %s", word)
		return ""
	}
}

func (h *holder) fence(word string) int64 {
	h.t.Helper()
	fence, err := strconv.ParseInt(h.says(word), 10, 64)
	if err != nil {
		h.t.Fatal(err)
	}
	return fence
}

func (h *holder) signal(s os.Signal) {
	h.t.Helper()
	if err := h.cmd.Process.Signal(s); err != nil {
		h.t.Fatal(err)
	}
}

func (h *holder) write() {
	h.t.Helper()
	if _, err := io.WriteString(h.in, "\n"); err != nil {
		h.t.Fatal(err)
	}
}

// TestLock has processes that take a lock in a real Redis.
func TestLock(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole projects")
	}
	t.Parallel()
	redis := startRedis(t)
	options := layer.Choices{"framework": {"nethttp"}, "database": {"sqlite"}, "auth": {"jwt"}, "cache": {"redis"}}
	dir := writeSpec(t, templates.Catalog(), newSpec(t, options, nil))
	binary := buildProgram(t, dir, fmt.Sprintf(lockProgram, "example.com/myapi"))

	t.Run("one inside", func(t *testing.T) { lockRounds(t, binary, redis.address) })
	t.Run("killed", func(t *testing.T) {
		one, two := startHolder(t, binary, redis.address, "killed:"), (*holder)(nil)
		first := one.fence("inside")
		one.signal(syscall.SIGKILL)
		two = startHolder(t, binary, redis.address, "killed:")
		if second := two.fence("inside"); second <= first {
			t.Errorf("fence %d after %d", second, first)
		}
	})
	t.Run("paused", func(t *testing.T) {
		one := startHolder(t, binary, redis.address, "paused:")
		first := one.fence("inside")
		one.signal(syscall.SIGSTOP)
		two := startHolder(t, binary, redis.address, "paused:")
		late(t, one, two, first, func() { one.signal(syscall.SIGCONT) })
	})
	t.Run("restarted", func(t *testing.T) {
		one := startHolder(t, binary, redis.address, "restarted:")
		first := one.fence("inside")
		redis.kill()
		redis.start(t)
		two := startHolder(t, binary, redis.address, "restarted:")
		late(t, one, two, first, func() {})
	})
}

// late has a first holder that writes after the second has, with a smaller fence,
// and learns that it has lost the lock.
func late(t *testing.T, one, two *holder, first int64, wake func()) {
	t.Helper()
	if second := two.fence("inside"); second <= first {
		t.Errorf("fence %d after %d", second, first)
	}
	two.write()
	greatest := two.fence("writes")
	if err := two.says("ended:"); err != "<nil>" {
		t.Errorf("the second holder: %s", err)
	}
	wake()
	one.write()
	if fence := one.fence("writes"); fence >= greatest {
		t.Errorf("the late writer has fence %d, the other had %d", fence, greatest)
	}
	if err := one.says("ended:"); !strings.Contains(err, "the lock was lost") {
		t.Errorf("the late writer: %s", err)
	}
}

// lockRounds has ten processes inside 10,000 times, one at a time.
func lockRounds(t *testing.T, binary, address string) {
	t.Helper()
	const processes, rounds = 10, 1000
	dir := t.TempDir()
	var group sync.WaitGroup
	for range processes {
		group.Go(func() {
			if out, err := exec.CommandContext(t.Context(), binary, address, "rounds:", "rounds", strconv.Itoa(rounds), dir).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	group.Wait()
	data, err := os.ReadFile(filepath.Join(dir, "fences"))
	if err != nil {
		t.Fatal(err)
	}
	var fences []int64
	for line := range strings.Lines(string(data)) {
		fence, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		fences = append(fences, fence)
	}
	if len(fences) != processes*rounds || !slices.IsSorted(fences) || len(slices.Compact(fences)) != processes*rounds {
		t.Errorf("inside %d times, not with a greater fence each time", len(fences))
	}
}
