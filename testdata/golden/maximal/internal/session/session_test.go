package session_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/acme/everything/internal/session"
)

// last is a Store that remembers the last session, and fails to purge.
type last struct {
	session.Store
	created session.Session
	purged  int
}

var errPurge = errors.New("not purged")

func (l *last) Create(_ context.Context, s session.Session, _ session.Hash) error {
	l.created = s
	return nil
}

func (l *last) Purge(context.Context, time.Time) error {
	l.purged++
	return errPurge
}

func TestStart(t *testing.T) {
	t.Parallel()
	var store last
	user := uuid.New()
	sessions := session.New(session.Config{TTL: time.Hour, MaxAge: time.Hour}, &store)
	tokens := map[string]bool{}
	for range 2 {
		s, token, err := sessions.Start(t.Context(), user, "a\r\n\x00ä"+strings.Repeat("b", 300))
		if err != nil || s != store.created || s.UserID != user || s.ExpiresAt.Sub(s.CreatedAt) != time.Hour {
			t.Errorf("%+v, %v", s, err)
		}
		if s.Client != "a????"+strings.Repeat("b", 195) {
			t.Errorf("client %q", s.Client)
		}
		if tokens[token] || len(token) != 43 {
			t.Errorf("token %q", token)
		}
		tokens[token] = true
	}
}

func TestPurgeGoesOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var store last
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour+time.Second)
		defer cancel()
		err := session.PurgeEvery(ctx, slog.New(slog.DiscardHandler), session.New(session.Config{}, &store).Expire)
		if store.purged != 3 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("purged %d times, then %v", store.purged, err)
		}
	})
}

func TestConfigValidate(t *testing.T) {
	t.Parallel()
	if err := (session.Config{TTL: time.Hour, MaxAge: time.Hour}).Validate(); err != nil {
		t.Errorf("good: %v", err)
	}
	for want, cfg := range map[string]session.Config{
		"SESSION_TTL":     {MaxAge: time.Hour},
		"SESSION_MAX_AGE": {TTL: time.Hour, MaxAge: time.Minute},
	} {
		if err := cfg.Validate(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}
