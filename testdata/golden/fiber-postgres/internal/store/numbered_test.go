package store_test

import (
	"fmt"

	"github.com/google/uuid"
)

// numberedID returns the UUID with a number.
func numberedID(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}
