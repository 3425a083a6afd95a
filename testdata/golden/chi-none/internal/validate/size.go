package validate

import (
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
)

// hasSize is the rule size, such as size=1-100: the number of bytes.
func hasSize(f validator.FieldLevel) bool {
	low, high, _ := strings.Cut(f.Param(), "-")
	least, errLow := strconv.Atoi(low)
	most, errHigh := strconv.Atoi(high)
	size := f.Field().Len()
	return errLow == nil && errHigh == nil && least <= size && size <= most
}
