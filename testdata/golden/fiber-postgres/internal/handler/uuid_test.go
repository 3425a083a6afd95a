package handler

import "testing"

func TestPathUUID(t *testing.T) {
	t.Parallel()
	for text, valid := range map[string]bool{
		"01890a5d-ac96-774b-bcce-b302099a8057": true, "00000000-0000-0000-0000-000000000000": true,
		"": false, "1": false, "01890a5dac96774bbcceb302099a8057": false, "01890A5D-AC96-774B-BCCE-B302099A8057": false,
		"{01890a5d-ac96-774b-bcce-b302099a8057}": false, "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057": false,
		"01890a5d-ac96-774b-bcce-b302099a805g": false, "01890a5d-ac96-774b-bcce-b302099a80577": false,
	} {
		id, err := pathUUID(text)
		if (err == nil) != valid || valid && id.String() != text {
			t.Errorf("%q: %s, %v", text, id, err)
		}
	}
}
