package main

import (
	"testing"

	"github.com/gen-go/gen/generator/catalogtest"
)

func TestCatalog(t *testing.T) {
	if err := catalogtest.Check(catalog()); err != nil {
		t.Error(err)
	}
}
