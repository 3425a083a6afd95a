package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/shop/internal/product"
)

func productTests() resourceSuite[product.Product] {
	return resourceSuite[product.Product]{
		open:     newProducts,
		fields:   product.ListFields(),
		first:    firstProduct,
		other:    otherProduct,
		numbered: numberedProduct,
		unique:   [][]string{{"sku"}},
	}
}

const (
	firstProduct = `{"name": "first name", "sku": "first sku", "price": "12.50", "stock": 0}`
	otherProduct = `{"name": "other name", "sku": "other sku", "price": "99.99", "stock": 1}`
)

func TestProducts(t *testing.T) {
	t.Parallel()
	productTests().run(t)
}

func numberedProduct(tb testing.TB, n int) product.Product {
	tb.Helper()
	row := parse[product.Product](tb, []string{firstProduct, otherProduct}[n%2])
	row.SKU = fmt.Sprintf("sku %d", n)
	return row
}
