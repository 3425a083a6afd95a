package page

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/acme/shop/internal/strictjson"
)

// cursor is the content of NextCursor.
type cursor[After any] struct {
	List  string `json:"list"`  // to which it belongs
	After After  `json:"after"` // the keys of the last row of the page
}

// identify returns a short text that is different for each list, that is for each
// sort and each set of filters and each search.
func identify(values url.Values, sort []Key) string {
	list := url.Values{"sort": {fmt.Sprint(sort)}}
	for name, value := range values {
		switch name {
		case "sort", "limit", "cursor", "count":
		default:
			list[name] = value
		}
	}
	sum := sha256.Sum256([]byte(list.Encode()))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

func (q Query[T]) encode(last *T) (string, error) {
	after := map[string]any{}
	for _, key := range q.Sort {
		after[key.Field] = q.Value(last, key.Field)
	}
	data, err := json.Marshal(cursor[map[string]any]{List: q.list, After: after})
	return base64.RawURLEncoding.EncodeToString(data), err
}

// decode decodes a cursor into the fields it was made of. A forged one must not
// reach the database with a value that it cannot store, so the fields have to
// make the same cursor again.
func (q Query[T]) decode(text string) (*T, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	c := cursor[*T]{After: new(T)}
	if err := strictjson.Unmarshal(data, &c); err != nil {
		return nil, err
	}
	if c.After == nil || c.List != q.list {
		return nil, errors.New("cursor of another list")
	}
	for _, key := range q.Sort {
		if value, ok := q.Value(c.After, key.Field).(string); ok && strings.ContainsRune(value, 0) {
			return nil, errors.New("NUL in a cursor")
		}
	}
	if again, err := q.encode(c.After); err != nil || again != text {
		return nil, errors.New("cursor of other fields")
	}
	return c.After, nil
}
