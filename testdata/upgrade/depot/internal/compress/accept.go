package compress

import (
	"strconv"
	"strings"
)

// Accepts reports whether a client that sent this Accept-Encoding wants gzip
// rather than the answer as it is.
func Accepts(acceptEncoding string) bool {
	weights := make(map[string]float64)
	for item := range strings.SplitSeq(acceptEncoding, ",") {
		coding, parameters, _ := strings.Cut(item, ";")
		weights[strings.ToLower(strings.TrimSpace(coding))] = weight(parameters)
	}
	gzipped, named := weights["gzip"]
	if !named {
		gzipped = weights["*"]
	}
	return gzipped > 0 && gzipped >= weights["identity"]
}

// weight reads q=0.5. Without it, a coding has all the weight; with one that
// makes no sense, none.
func weight(parameters string) float64 {
	name, value, _ := strings.Cut(strings.TrimSpace(parameters), "=")
	if !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || q > 1 {
		return 0
	}
	return q
}
