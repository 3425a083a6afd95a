// Command atlasgen builds an atlas from a union module.
//
// It needs the go command and downloads modules that are missing in the module
// cache. It first tidies the union module, so that new imports get their
// requirements. The result depends only on the files of the union module.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

func main() {
	deps := flag.String("deps", "", "directory of the union module")
	out := flag.String("out", "", "atlas `file` to write")
	flag.Parse()
	if err := run(*deps, *out); err != nil {
		fmt.Fprintln(os.Stderr, "atlasgen:", err)
		os.Exit(1)
	}
}

func run(deps, out string) error {
	cache, err := openCache()
	if err != nil {
		return err
	}
	defer cache.close()
	if err := cache.goCommand(deps, "mod", "tidy"); err != nil {
		return err
	}
	src, err := collect(deps, cache)
	if err != nil {
		return err
	}
	data, err := atlas.Encode(*src)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, data, 0o666); err != nil {
		return err
	}
	mods, zips, packages := 0, 0, 0
	for _, m := range src.Modules {
		if m.Mod != nil {
			mods++
		}
		if m.Zip != nil {
			zips++
			packages += len(m.Zip.Packages)
		}
	}
	fmt.Printf("%s: %d bytes, %d module versions (%d with go.mod, %d with packages), %d packages, %d importable paths\n",
		out, len(data), len(src.Modules), mods, zips, packages, len(src.Homes))
	return nil
}
