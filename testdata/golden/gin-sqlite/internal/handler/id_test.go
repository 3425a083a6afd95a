package handler

import "testing"

func TestPathID(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"1": 1, "9223372036854775807": 9223372036854775807,
		"": 0, "0": 0, "-1": 0, "+1": 0, "01": 0, "1.0": 0, "x": 0, "9223372036854775808": 0,
	} {
		got, err := pathID(text)
		if got != want || (err == nil) != (want > 0) {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
}
