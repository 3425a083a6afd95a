package store_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/session"
	"github.com/acme/notes/internal/store"
)

func newSessions(t *testing.T) (sessions session.Store, user uuid.UUID) {
	t.Helper()
	db := open(t)
	return store.NewSessions(db), newUser(t, store.NewUsers(db), "ann@example.com").ID
}

// newSession stores a session with a token.
func newSession(t *testing.T, sessions session.Store, user uuid.UUID, expires time.Time, first session.Hash) session.Session {
	t.Helper()
	s := session.Session{ID: uuid.Must(uuid.NewV7()), UserID: user, Client: "test", CreatedAt: start(), RefreshedAt: start(), ExpiresAt: expires}
	if err := sessions.Create(t.Context(), s, first); err != nil {
		t.Fatal(err)
	}
	return s
}

// start is a time as sessions have it: in whole seconds, in UTC.
func start() time.Time { return time.Date(2026, 5, 17, 8, 30, 0, 0, time.UTC) }

// wantTokens checks which of some tokens are there.
func wantTokens(t *testing.T, sessions session.Store, want map[session.Hash]bool) {
	t.Helper()
	for token, found := range want {
		_, _, err := sessions.Find(t.Context(), token)
		if found && err != nil || !found && !errors.Is(err, session.ErrInvalid) {
			t.Errorf("token %d: %v", token[0], err)
		}
	}
}

func TestSessionRotate(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	s := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{1})
	newSession(t, sessions, user, start().Add(time.Hour), session.Hash{9})

	refreshed := s
	refreshed.RefreshedAt, refreshed.ExpiresAt = start().Add(time.Minute), start().Add(2*time.Hour)
	if err := sessions.Rotate(t.Context(), refreshed, session.Hash{1}, session.Hash{2}); err != nil {
		t.Fatal(err)
	}
	for token, want := range map[session.Hash]time.Time{{1}: s.ExpiresAt, {2}: refreshed.ExpiresAt} {
		got, expires, err := sessions.Find(t.Context(), token)
		if err != nil || got != refreshed || !expires.Equal(want) {
			t.Errorf("token %d: %+v, expires at %s, %v; want %+v, %s", token[0], got, expires, err, refreshed, want)
		}
	}
	for _, used := range []session.Hash{{1}, {3}} {
		later := refreshed
		later.ExpiresAt = start().Add(9 * time.Hour)
		if err := sessions.Rotate(t.Context(), later, used, session.Hash{4}); !errors.Is(err, session.ErrReused) {
			t.Errorf("token %d: %v", used[0], err)
		}
	}
	if got, _, err := sessions.Find(t.Context(), session.Hash{2}); err != nil || got != refreshed {
		t.Errorf("after a failure: %+v, %v; want %+v", got, err, refreshed)
	}
	wantTokens(t, sessions, map[session.Hash]bool{{1}: true, {2}: true, {3}: false, {4}: false, {9}: true})
}

// TestSessionRotateAtOnce uses one token many times.
func TestSessionRotateAtOnce(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	s := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{0, 1})
	var all sync.WaitGroup
	results := make([]error, 20)
	for i := range byte(20) {
		all.Go(func() { results[i] = sessions.Rotate(t.Context(), s, session.Hash{0, 1}, session.Hash{1, i}) })
	}
	all.Wait()
	succeeded := 0
	for i := range byte(20) {
		err := results[i]
		wantTokens(t, sessions, map[session.Hash]bool{{1, i}: err == nil})
		switch {
		case err == nil:
			succeeded++
		case !errors.Is(err, session.ErrReused):
			t.Error(err)
		}
	}
	if succeeded != 1 {
		t.Errorf("%d succeeded", succeeded)
	}
}

func TestSessionDelete(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	s := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{1})
	if err := sessions.Rotate(t.Context(), s, session.Hash{1}, session.Hash{2}); err != nil {
		t.Fatal(err)
	}
	newSession(t, sessions, user, start().Add(time.Hour), session.Hash{3})
	if deleted, err := sessions.Delete(t.Context(), uuid.New(), s.ID); deleted || err != nil {
		t.Errorf("by another user: %t, %v", deleted, err)
	}
	for _, want := range []bool{true, false} {
		if deleted, err := sessions.Delete(t.Context(), user, s.ID); deleted != want || err != nil {
			t.Errorf("got %t, %v, want %t", deleted, err, want)
		}
	}
	wantTokens(t, sessions, map[session.Hash]bool{{1}: false, {2}: false, {3}: true})
	if err := sessions.Rotate(t.Context(), s, session.Hash{2}, session.Hash{4}); !errors.Is(err, session.ErrReused) {
		t.Errorf("refreshed after its end: %v", err)
	}
}

func TestSessionDeleteOthers(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	newSession(t, sessions, user, start().Add(time.Hour), session.Hash{1})
	kept := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{2})
	if err := sessions.DeleteOthers(t.Context(), uuid.New(), uuid.Nil); err != nil {
		t.Error(err)
	}
	wantTokens(t, sessions, map[session.Hash]bool{{1}: true, {2}: true})
	if err := sessions.DeleteOthers(t.Context(), user, kept.ID); err != nil {
		t.Error(err)
	}
	wantTokens(t, sessions, map[session.Hash]bool{{1}: false, {2}: true})
	if err := sessions.DeleteOthers(t.Context(), user, uuid.Nil); err != nil {
		t.Error(err)
	}
	wantTokens(t, sessions, map[session.Hash]bool{{2}: false})
}

func TestSessionList(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	first := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{1})
	second := newSession(t, sessions, user, start().Add(time.Hour), session.Hash{2})
	newSession(t, sessions, user, start(), session.Hash{3}) // has expired
	first.RefreshedAt = start().Add(time.Minute)
	if err := sessions.Rotate(t.Context(), first, session.Hash{1}, session.Hash{4}); err != nil {
		t.Fatal(err)
	}
	if got, err := sessions.List(t.Context(), user, start()); err != nil || !slices.Equal(got, []session.Session{first, second}) {
		t.Errorf("got %+v, %v", got, err)
	}
	if got, err := sessions.List(t.Context(), uuid.New(), start()); err != nil || len(got) > 0 {
		t.Errorf("of another user: %+v, %v", got, err)
	}
}

func TestSessionPurge(t *testing.T) {
	t.Parallel()
	sessions, user := newSessions(t)
	newSession(t, sessions, user, start().Add(time.Minute), session.Hash{1})
	s := newSession(t, sessions, user, start().Add(time.Minute), session.Hash{2})
	s.ExpiresAt = start().Add(time.Hour)
	if err := sessions.Rotate(t.Context(), s, session.Hash{2}, session.Hash{3}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after time.Duration
		want  map[session.Hash]bool
	}{
		{time.Minute - time.Second, map[session.Hash]bool{{1}: true, {2}: true, {3}: true}},
		{time.Minute, map[session.Hash]bool{{1}: false, {2}: false, {3}: true}},
		{time.Hour, map[session.Hash]bool{{3}: false}},
	} {
		if err := sessions.Purge(t.Context(), start().Add(step.after)); err != nil {
			t.Error(err)
		}
		wantTokens(t, sessions, step.want)
	}
}
