package merge

import (
	"bytes"
	"iter"
	"slices"
)

// Similarity tells how much of the larger of two contents is in the other
// one as well, in percent. It measures as git does to find moved files: by
// lines, long ones cut in pieces, wherever they stand.
func Similarity(a, b []byte) int {
	if !isBinary(a) && !isBinary(b) {
		a, b = []byte(plain(a)), []byte(plain(b))
	}
	if len(a) == 0 && len(b) == 0 {
		return 100
	}
	left := map[string]int{} // bytes of a that b has not claimed, by piece
	for piece := range pieces(a) {
		left[string(piece)] += len(piece)
	}
	shared := 0
	for piece := range pieces(b) {
		if left[string(piece)] > 0 {
			left[string(piece)] -= len(piece)
			shared += len(piece)
		}
	}
	return shared * 100 / max(len(a), len(b))
}

// pieces yields lines, and parts of lines that are longer than 64 bytes.
func pieces(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for line := range bytes.Lines(data) {
			for piece := range slices.Chunk(line, 64) {
				if !yield(piece) {
					return
				}
			}
		}
	}
}
