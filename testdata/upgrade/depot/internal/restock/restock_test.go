package restock_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/acme/depot/internal/restock"
)

type broken struct{}

func (broken) Below(context.Context, int32) (int64, error) { return 0, errors.New("no database") }

func TestCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := restock.Start(restock.Config{Every: time.Minute}, broken{}, slog.New(slog.DiscardHandler))
		defer w.Stop()
		time.Sleep(2*time.Minute + time.Second)
		if err := w.Check(t.Context()); err != nil {
			t.Errorf("after two failures: %v", err)
		}
		time.Sleep(time.Minute)
		if w.Check(t.Context()) == nil {
			t.Error("after three failures it is well")
		}
	})
}
