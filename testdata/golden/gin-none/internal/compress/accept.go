package compress

import (
	"strconv"
	"strings"
)

// Accepts reports whether an Accept-Encoding header prefers gzip to no encoding.
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

// weight parses a quality value such as q=0.5. It is 1 if there is none and 0 if
// it is invalid.
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
