package change_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestMain downloads the modules that generated projects import: the type check
// of a plan uses the module cache only, which is empty on a new machine.
func TestMain(m *testing.M) {
	download := exec.Command("go", "list", "-deps", ".")
	download.Dir = "../../internal/deps"
	if out, err := download.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "download modules: %v\n%s", err, out) // tests that need them say so
	}
	os.Exit(m.Run())
}
