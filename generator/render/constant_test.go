package render

import "testing"

func TestConstants(t *testing.T) {
	r := Resource{Name: "book", Fields: []Field{
		{Go: "Status", Default: `"In Progress"`, Values: []string{"In Progress", "in_progress", "USD", "usd", "1st", "R&D", "x-y.z", "über uns", "vat id"}},
		{Go: "With", Values: []string{"patch"}},
		{Go: "A", Values: []string{"b_c"}},
		{Go: "AB", Values: []string{"c"}},
	}}
	r.nameConstants(map[string]bool{"book.WithPatch": true, "other.StatusUSD": true})
	for i, want := range [][]string{
		{"StatusInProgress", "StatusInProgress2", "StatusUSD", "StatusUsd", "Status1st", "StatusRD", "StatusXYZ", "StatusÜberUns", "StatusVATID"},
		{"WithPatch2"}, {"ABC"}, {"ABC2"},
	} {
		for j, c := range r.Fields[i].Constants {
			if c.Name != want[j] || c.Value != `"`+r.Fields[i].Values[j]+`"` {
				t.Errorf("%s is called %s, want %s", c.Value, c.Name, want[j])
			}
		}
	}
	if r.Fields[0].Default != "StatusInProgress" {
		t.Errorf("the default is %s", r.Fields[0].Default)
	}
}
