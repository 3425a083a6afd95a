package strictjson

import (
	"encoding/base64"
	"strings"
	"testing"
)

func TestParseBytes(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "AA==", "AAA=", "AAAA", "++//", "AQID/w=="} {
		data, err := parseBytes(text)
		if err != nil || data == nil || base64.StdEncoding.EncodeToString(data) != text {
			t.Errorf("%q: %v, %v", text, data, err)
		}
	}
	for _, text := range []string{
		"A", "AA", "AA=", "AAA", "AB==", "AAB=", "AA==\n", "AA\r\n==", "\nAAAA", " AAAA", "AA ==", "--__", "AA==AA==", "AAAA=", "=", "ÄAAA", strings.Repeat("A", 5),
	} {
		if data, err := parseBytes(text); err == nil {
			t.Errorf("%q: %v, want an error", text, data)
		}
	}
	var input struct {
		Photo *[]byte `json:"photo"`
	}
	for body, want := range map[string]bool{
		`{"photo":"AQ=="}`: true, `{"photo":""}`: true, `{"photo":null}`: true,
		`{"photo":[1]}`: false, `{"photo":{}}`: false, `{"photo":1}`: false, `{"photo":"AQ"}`: false,
	} {
		if err := Unmarshal([]byte(body), &input); (err == nil) != want || err != nil && !strings.Contains(err.Error(), "base64") {
			t.Errorf("%s: %v", body, err)
		}
	}
}
