package render

import (
	"fmt"
	"go/ast"
	"runtime"
	"sync"

	"github.com/gen-go/gen/generator/tree"
)

// finisher brings files into their final form, concurrently with the execution
// of further templates. This takes most of the time of a render.
type finisher struct {
	jobs    []*job
	queue   chan *job
	workers sync.WaitGroup
}

// job is a file, first as executed and then in its final form.
type job struct {
	layer, out string
	data       []byte
	syntax     *ast.File
	err        error
}

func (f *finisher) start(module string) {
	f.queue = make(chan *job, 64)
	for range runtime.GOMAXPROCS(0) {
		f.workers.Go(func() {
			for j := range f.queue {
				j.data, j.syntax, j.err = finish(j.out, j.data, module)
			}
		})
	}
}

func (f *finisher) add(layer, out string, data []byte) {
	j := &job{layer: layer, out: out, data: data}
	f.jobs = append(f.jobs, j)
	f.queue <- j
}

// wait adds the finished files to t and returns the syntax trees of Go files.
func (f *finisher) wait(t tree.Tree) (map[string]*ast.File, error) {
	close(f.queue)
	f.workers.Wait()
	syntax := map[string]*ast.File{}
	for _, j := range f.jobs {
		if j.err != nil {
			return nil, fmt.Errorf("render %s: layer %s: %w", j.out, j.layer, j.err)
		}
		syntax[j.out] = j.syntax
		t[j.out] = tree.File{Data: j.data, Mode: t[j.out].Mode}
	}
	return syntax, nil
}
