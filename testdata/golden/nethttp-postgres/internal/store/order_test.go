package store_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"github.com/acme/shop/internal/order"
)

func orderTests() resourceSuite[order.Order] {
	return resourceSuite[order.Order]{
		open:     newOrders,
		fields:   order.ListFields(),
		first:    firstOrder,
		other:    otherOrder,
		numbered: numberedOrder,
		unique:   [][]string{{"number"}},
	}
}

const (
	firstOrder = `{"number": "9b2f7a52-3f0e-4c5d-8a57-1f6f0f9d2c11", "placed_at": "2024-05-17T08:30:00Z", "status": "open", "attributes": {"a":1}, "note": "first note"}`
	otherOrder = `{"number": "1c9e3c34-6a0b-4f6e-9d38-5b1d7c2a4e60", "placed_at": "2025-01-31T23:59:59Z", "status": "sent", "attributes": {"a":[true]}, "note": "other note"}`
)

func TestOrders(t *testing.T) {
	t.Parallel()
	orderTests().run(t)
}

func numberedOrder(tb testing.TB, n int) order.Order {
	tb.Helper()
	row := parse[order.Order](tb, []string{firstOrder, otherOrder}[n%2])
	row.Number = uuid.MustParse(fmt.Sprintf("00000000-0000-4000-8000-%012d", n))
	if n%3 == 0 {
		row.Attributes = nil
		row.Note = nil
	}
	return row
}
