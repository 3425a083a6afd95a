package store_test

import (
	"fmt"
	"testing"

	"github.com/acme/shop/internal/product"
)

func productSuite() resourceSuite[product.Product] {
	return resourceSuite[product.Product]{
		open:     newProducts,
		keys:     product.SortKeys(),
		first:    firstProduct,
		other:    otherProduct,
		numbered: numberedProduct,
		unique:   []string{"sku"},
	}
}

const (
	firstProduct = `{"name": "first name", "sku": "first sku", "price": "12.5", "stock": 0}`
	otherProduct = `{"name": "other name", "sku": "other sku", "price": "99.99", "stock": 1}`
)

func TestProducts(t *testing.T) {
	t.Parallel()
	productSuite().run(t)
}

func numberedProduct(tb testing.TB, n int) product.Product {
	tb.Helper()
	row := parse[product.Product](tb, []string{firstProduct, otherProduct}[n%2])
	row.SKU = fmt.Sprintf("sku %d", n)
	return row
}
