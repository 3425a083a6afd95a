package item_test

import (
	"testing"

	"github.com/acme/depot/internal/item"
	"github.com/acme/depot/internal/validate"
)

func TestSoldStaysSold(t *testing.T) {
	sold := item.Item{SKU: "1", Title: "Chair", Status: "sold"}
	in := item.Input{SKU: &sold.SKU, Title: &sold.Title, Status: new("draft")}
	if err := in.ApplyTo(&sold, validate.New()); err == nil {
		t.Error("it is a draft again")
	}
}
