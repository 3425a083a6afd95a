// Package cli implements gen's command line, with one file per command. No
// other package deals with flags, prompts, terminals or exit codes. It works
// with any catalogue, so that programs with their own templates have the same
// commands.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/gen-go/gen/generator/layer"
	"github.com/gen-go/gen/generator/spec"
)

// IO has the streams of a command.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	// Prompter asks questions. It is nil without a terminal.
	Prompter Prompter
	// Now returns the time, from which new migrations get their ids. If it is
	// nil, that is the time of the system.
	Now func() time.Time
}

func (s IO) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

// OS returns the streams of the process, with a Prompter if both standard input
// and standard output are terminals.
func OS() IO {
	stdio := IO{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	if term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd())) {
		stdio.Prompter = surveyPrompter{in: os.Stdin, out: os.Stdout, err: os.Stderr}
	}
	return stdio
}

// Exit codes.
const (
	exitOK          = 0
	exitFailure     = 1   // the command failed
	exitUsage       = 2   // wrong usage or invalid input
	exitInterrupted = 130 // Ctrl-C, or SIGTERM
)

// usageError is an error in the command line.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// Main runs a command and returns its exit code.
func Main(ctx context.Context, cat *layer.Catalog, args []string, stdio IO) int {
	collectLate()
	root := newRoot(cat, stdio)
	root.SetArgs(args)
	return exitCode(stdio.Err, root.ExecuteContext(ctx))
}

// collectLate delays the first garbage collection, since most commands exit
// before it is needed. After it, the frequency is the default.
func collectLate() {
	debug.SetGCPercent(800)
	runtime.AddCleanup(new(*int), func(percent int) { debug.SetGCPercent(percent) }, 100)
}

func newRoot(cat *layer.Catalog, stdio IO) *cobra.Command {
	root := &cobra.Command{
		Use:           "gen",
		Short:         "Generate Go backend projects and keep changing them",
		Version:       cat.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetIn(stdio.In)
	root.SetOut(stdio.Out)
	root.SetErr(stdio.Err)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newNew(cat, stdio), newAdd(cat, stdio), newRemove(cat, stdio), newRename(cat, stdio), newSet(cat, stdio), newApply(cat, stdio), newUpgrade(cat, stdio),
		newDiff(cat, stdio), newStatus(cat, stdio), newMerge(cat, stdio), newUndo(stdio), newRepair(cat, stdio), newList(cat), newSchema(cat),
	)
	completeNothing(root.Commands())
	rejectUnknown(root)
	return root
}

// flagError returns the usage error for a flag, in the form that all messages
// of gen have.
func flagError(_ *cobra.Command, err error) error {
	invalid, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return usageError{err}
	}
	flag := invalid.GetFlag()
	if flag.Value.Type() == "bool" {
		return usagef("--%s: %q is not one of true, false", flag.Name, invalid.GetValue())
	}
	return usagef("--%s: %w", flag.Name, invalid.Unwrap())
}

// rejectUnknown makes cobra's own commands fail on unknown arguments, for which
// they otherwise print help.
func rejectUnknown(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				if _, rest, err := root.Find(args); err != nil || len(rest) > 0 {
					return usagef("help: %q is not a command; gen help lists them", strings.Join(args, " "))
				}
				return nil
			}
		case "completion":
			cmd.Args = func(cmd *cobra.Command, args []string) error {
				if len(args) == 0 {
					return nil
				}
				return needsArgument(cmd, args)
			}
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// exitCode prints an error, one line per problem, and returns its exit code.
func exitCode(w io.Writer, err error) int {
	var problems spec.Problems
	var usage usageError
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errCancelled), errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	for _, line := range shownLines(err.Error()) {
		fmt.Fprintln(w, "gen: "+line)
	}
	if errors.As(err, &problems) || errors.As(err, &usage) || isCobraUsage(err) {
		return exitUsage
	}
	return exitFailure
}

// isCobraUsage recognizes cobra's usage errors, which have no type of their own.
func isCobraUsage(err error) bool {
	for _, prefix := range []string{"unknown command", "unknown flag", "accepts ", "requires ", "if any flags"} {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}
