package e2e

import (
	"io"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// redisServer is a Redis of a test, which it can kill.
type redisServer struct {
	address, dir string
	cmd          *exec.Cmd
}

// startRedis starts a Redis that saves its data only when it is asked to.
func startRedis(t testing.TB) *redisServer {
	t.Helper()
	if !*useServers {
		t.Skip("needs Redis: run make e2e")
	}
	if _, err := exec.LookPath("redis-server"); err != nil {
		t.Skip("needs redis-server in PATH")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{address: l.Addr().String(), dir: t.TempDir()}
	_ = l.Close() // the port is now free
	r.start(t)
	t.Cleanup(r.kill)
	return r
}

// start starts the server with what it has saved.
func (r *redisServer) start(t testing.TB) {
	t.Helper()
	host, port, _ := net.SplitHostPort(r.address) // as it was listened to
	r.cmd = exec.Command("redis-server", "--bind", host, "--port", port, "--save", "", "--dir", r.dir, "--loglevel", "warning")
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "redis", func() bool { return r.do("PING") == "+PONG" })
}

// kill ends the server at once.
func (r *redisServer) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait() // it was killed
}

// signal sends a signal to the process.
func (r *redisServer) signal(t testing.TB, s syscall.Signal) {
	t.Helper()
	if err := r.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// do sends a command and returns the first line of the answer, "" if there is none.
func (r *redisServer) do(command string) string {
	conn, err := net.DialTimeout("tcp", r.address, time.Second)
	if err != nil {
		return ""
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second)) // never fails on TCP
	if _, err := io.WriteString(conn, command+"\r\n"); err != nil {
		return ""
	}
	answer := make([]byte, 256)
	n, _ := conn.Read(answer) // 0 without an answer
	line, _, _ := strings.Cut(string(answer[:n]), "\r\n")
	return line
}
