package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gen-go/gen/cli"
	"github.com/gen-go/gen/generator/tree"
	"github.com/gen-go/gen/templates"
)

var update = flag.Bool("update", false, "rewrite the expectations of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gen": mainAt})
}

// mainAt is main at the time GEN_TIME, if that is set.
func mainAt() {
	text := os.Getenv("GEN_TIME")
	if text == "" {
		main()
		return
	}
	now, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	stdio := cli.OS()
	stdio.Now = func() time.Time { return now }
	os.Exit(cli.Main(context.Background(), templates.Catalog(), os.Args[1:], stdio))
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			// gen must not need the go command or the network.
			env.Setenv("PATH", os.Getenv("PATH"))
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOMODCACHE", env.WorkDir+"/empty-module-cache")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"sametree": sameTree,
		},
	})
}

// exits runs a command that must exit with the given code:
//
//	exits 2 gen new
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code command [args]")
	}
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("got exit code %d, want %s", code, args[0])
	}
}

// sameTree fails unless all directories contain the same files.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: sametree dir dir [dir]")
	}
	want, err := tree.FromFS(os.DirFS(ts.MkAbs(args[0])))
	ts.Check(err)
	for _, dir := range args[1:] {
		got, err := tree.FromFS(os.DirFS(ts.MkAbs(dir)))
		ts.Check(err)
		if diff := tree.Compare(want, got); !diff.Empty() {
			ts.Fatalf("%s and %s differ: %+v", args[0], dir, diff)
		}
	}
}
