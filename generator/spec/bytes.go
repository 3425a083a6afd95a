package spec

import (
	"encoding/base64"
	"fmt"
	"strconv"
)

// DefaultSize is the maximum size of bytes without max.
const DefaultSize = 64 << 10

// otherFields is the part of a request body that bytes leave to other fields.
const otherFields = 64 << 10

// Size returns the maximum number of bytes in a field of that kind.
func (f Field) Size() int {
	if n, err := strconv.Atoi(f.Max); err == nil {
		return n
	}
	return DefaultSize
}

// checkBody reports a field of a resource if its bytes, and those of the fields
// before it, do not fit into a request body of limit bytes.
func checkBody(path string, r Resource, limit int, ps *Problems) {
	size, room := 0, limit-otherFields
	for i, f := range r.Fields {
		if f.Kind != Bytes {
			continue
		}
		size += f.Size()
		if limit > 0 && base64.StdEncoding.EncodedLen(size) > room {
			ps.Add(fmt.Sprintf("%s.fields[%d]", path, i),
				"field %q: max %d does not fit into a request body of %d bytes, where base64 takes a third more: the bytes of %s can be %d in all",
				f.Name, f.Size(), limit, r.Name, base64.StdEncoding.DecodedLen(room))
			return
		}
	}
}
