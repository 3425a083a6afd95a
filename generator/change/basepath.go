package change

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// noteDoubled adds a note about routes of the owner whose annotations repeat the
// base path of the API document.
func (b *planner) noteDoubled(document []byte) {
	var doc struct {
		BasePath string         `json:"basePath"`
		Paths    map[string]any `json:"paths"`
	}
	if err := json.Unmarshal(document, &doc); err != nil || len(doc.BasePath) < 2 {
		return
	}
	var doubled []string
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		if strings.HasPrefix(path, doc.BasePath+"/") {
			doubled = append(doubled, path)
		}
	}
	if len(doubled) > 0 {
		b.plan.Notes = append(b.plan.Notes, fmt.Sprintf("docs/: paths are relative to %s; remove it from @Router of %s", doc.BasePath, listed(doubled)))
	}
}
