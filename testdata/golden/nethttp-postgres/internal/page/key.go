package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Key returns a short text that is different for each page of each list.
func (q Query[T]) Key() (string, error) {
	var after []any
	if q.After != nil {
		for _, key := range q.Sort {
			after = append(after, q.Value(q.After, key.Field))
		}
		q.After = nil
	}
	data, err := json.Marshal([]any{q, q.list, after})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:18]), nil
}
