package modules

import (
	"sync"

	"github.com/gen-go/gen/generator/modules/internal/atlas"
)

// decoded keeps what Decode returned: decoding takes a millisecond, and a
// program rarely has more than one catalogue.
var decoded sync.Map // file → func() (*Atlas, error)

// Decode reads an atlas from the content of its file. An empty file is the atlas
// of a catalogue whose projects import nothing but the standard library.
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
