package e2e

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// gate is a TCP proxy between a service and its database server that can
// simulate outages, and faults of single connections.
type gate struct {
	target   string
	listener net.Listener
	closed   chan struct{} // at the end of the test

	mu     sync.Mutex
	state  gateState
	change chan struct{} // closed when the state changes
	conns  map[net.Conn]bool

	faults                 atomic.Pointer[faults]
	lost, cut, holes, late atomic.Int64 // faults so far
}

type gateState int

const (
	open    gateState = iota
	shut              // connections are closed and refused, as if the server had stopped
	stalled           // nothing is forwarded or closed, as if its machine were unreachable
)

// faults are what happens to connections through an open gate.
type faults struct {
	// Probabilities for a packet.
	lost float64 // the server has answered; instead of its answer, the connection ends
	cut  float64 // the connection ends instead of a request
	hole float64 // nothing is forwarded any more

	late   time.Duration // maximum delay of an answer
	slow   time.Duration // delay of every answer
	before string        // the connection ends before this statement, unless it is ""
}

func newGate(t testing.TB, target string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{target: target, listener: l, closed: make(chan struct{}), change: make(chan struct{}), conns: map[net.Conn]bool{}}
	go g.accept()
	t.Cleanup(func() { _ = l.Close(); close(g.closed); g.set(shut) })
	return g
}

func (g *gate) accept() {
	for {
		conn, err := g.listener.Accept()
		if err != nil {
			return
		}
		go g.pass(conn)
	}
}

// pass forwards bytes in both directions until one side or the gate closes.
func (g *gate) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", g.target)
	if err != nil {
		return
	}
	defer server.Close()
	if !g.add(client, server) {
		return
	}
	defer g.remove(client, server)
	done := make(chan struct{}, 2)
	hole := new(atomic.Bool)
	go func() { _, _ = io.Copy(g.requests(server, hole), client); done <- struct{}{} }()
	go func() { _, _ = io.Copy(g.answers(client, hole), server); done <- struct{}{} }()
	<-done
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(data []byte) (int, error) { return f(data) }

var errFault = errors.New("the connection ends here")

// requests forwards what the client sends.
func (g *gate) requests(server net.Conn, hole *atomic.Bool) writerFunc {
	return func(data []byte) (int, error) {
		if f := g.faults.Load(); f != nil && (happens(f.cut) || f.before != "" && bytes.Contains(data, []byte(f.before))) {
			g.cut.Add(1)
			return 0, errFault
		}
		return g.forward(server, hole, data)
	}
}

// answers forwards what the server sends.
func (g *gate) answers(client net.Conn, hole *atomic.Bool) writerFunc {
	return func(data []byte) (int, error) {
		if f := g.faults.Load(); f != nil {
			if happens(f.lost) {
				g.lost.Add(1)
				return 0, errFault
			}
			if happens(f.hole) && hole.CompareAndSwap(false, true) {
				g.holes.Add(1)
			}
			time.Sleep(f.slow)
			if f.late > 0 && happens(0.1) {
				g.late.Add(1)
				time.Sleep(rand.N(f.late))
			}
		}
		return g.forward(client, hole, data)
	}
}

func happens(probability float64) bool { return rand.Float64() < probability }

// forward writes to c unless the gate is stalled or the connection has a hole.
func (g *gate) forward(c net.Conn, hole *atomic.Bool, data []byte) (int, error) {
	if hole.Load() {
		<-g.closed
		return 0, errFault
	}
	for {
		g.mu.Lock()
		state, change := g.state, g.change
		g.mu.Unlock()
		if state != stalled {
			return c.Write(data)
		}
		<-change
	}
}

func (g *gate) add(conns ...net.Conn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range conns {
		g.conns[c] = true
	}
	return g.state != shut
}

func (g *gate) remove(conns ...net.Conn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range conns {
		delete(g.conns, c)
	}
}

func (g *gate) set(state gateState) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.state = state
	close(g.change)
	g.change = make(chan struct{})
	if state == shut {
		for c := range g.conns {
			_ = c.Close()
			delete(g.conns, c)
		}
	}
}

// through returns the environment of a service with the gate in place of its
// database server.
func (g *gate) through(env []string) []string {
	replaced := make([]string, len(env))
	for i, variable := range env {
		replaced[i] = strings.Replace(variable, g.target, g.listener.Addr().String(), 1)
	}
	return replaced
}
