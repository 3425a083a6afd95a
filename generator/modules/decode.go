package modules

import (
	"sync"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// decoded caches the results of Decode, which takes a millisecond.
var decoded sync.Map // content of the file → func() (*Atlas, error)

// Decode parses the content of an atlas file. If it is empty, the result is
// the atlas of a catalogue whose projects import only the standard library.
func Decode(file string) (*Atlas, error) {
	decode, _ := decoded.LoadOrStore(file, sync.OnceValues(func() (*Atlas, error) {
		if file == "" {
			return &Atlas{data: &atlas.Data{}}, nil
		}
		data, err := atlas.Decode(file)
		if err != nil {
			return nil, err
		}
		return &Atlas{data: data}, nil
	}))
	return decode.(func() (*Atlas, error))()
}
