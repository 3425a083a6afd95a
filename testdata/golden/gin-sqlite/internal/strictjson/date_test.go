package strictjson

import "testing"

func TestParseDate(t *testing.T) {
	t.Parallel()
	for text, valid := range map[string]bool{
		"0001-01-01": true, "2024-02-29": true, "9999-12-31": true,
		"": false, "2024-5-17": false, "2023-02-29": false, "2024-13-01": false, "0000-01-01": false, "10000-01-01": false,
		"2024-05-17T00:00:00Z": false, "2024-05-17Z": false, "17.05.2024": false,
	} {
		if d, err := parseDate(text); (err == nil) != valid || valid && d.String() != text {
			t.Errorf("%q: %v, %v", text, d, err)
		}
	}
}
