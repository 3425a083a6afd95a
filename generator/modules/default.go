package modules

import (
	_ "embed"
	"sync"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

//go:embed atlas.bin
var embedded string

var decoded = sync.OnceValues(func() (*Atlas, error) { return Decode(embedded) })

// Default returns the embedded atlas. It is decoded at the first call.
func Default() (*Atlas, error) { return decoded() }

// Decode reads an atlas file.
func Decode(file string) (*Atlas, error) {
	data, err := atlas.Decode(file)
	if err != nil {
		return nil, err
	}
	return &Atlas{data: data}, nil
}
