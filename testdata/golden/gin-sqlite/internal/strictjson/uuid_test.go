package strictjson_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/acme/library/internal/strictjson"
)

func TestUnmarshalRefusesWhatIsNoUUID(t *testing.T) {
	var dst struct {
		Key *uuid.UUID `json:"key"`
	}
	const want = `field "key" must be a UUID such as 9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11`
	for _, value := range []string{`"9b"`, `7`, `[]`} {
		if err := strictjson.Unmarshal([]byte(`{"key":`+value+`}`), &dst); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", value, err, want)
		}
	}
}
