package authtest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/acme/notes/internal/apperr"
	"github.com/acme/notes/internal/session"
	"github.com/acme/notes/internal/user"
)

func stores() (_ user.Store, _ session.Store) {
	return &users{byID: map[uuid.UUID]user.User{}}, &sessions{byToken: map[session.Hash]*refreshToken{}}
}

// users is what package auth uses of a user.Store.
type users struct {
	user.Store

	mu   sync.Mutex
	byID map[uuid.UUID]user.User
}

func (s *users) Create(ctx context.Context, u user.User) (user.User, error) {
	if _, err := s.ByEmail(ctx, u.Email); err == nil {
		return user.User{}, apperr.ErrConflict
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u.ID, u.CreatedAt = uuid.New(), time.Now()
	s.byID[u.ID] = u
	return u, nil
}

func (s *users) ByID(_ context.Context, id uuid.UUID) (user.User, error) {
	return s.find(func(u user.User) bool { return u.ID == id })
}

func (s *users) ByEmail(_ context.Context, email string) (user.User, error) {
	return s.find(func(u user.User) bool { return u.Email == email })
}

func (s *users) find(is func(user.User) bool) (user.User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.byID {
		if is(u) {
			return u, nil
		}
	}
	return user.User{}, apperr.ErrNotFound
}

func (s *users) Update(ctx context.Context, id uuid.UUID, change func(*user.User) error) (user.User, error) {
	u, err := s.ByID(ctx, id)
	if err != nil {
		return user.User{}, err
	}
	if err := change(&u); err != nil {
		return user.User{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID[id] = u
	return u, nil
}

// sessions is what package auth uses of a session.Store.
type sessions struct {
	session.Store

	mu      sync.Mutex
	byToken map[session.Hash]*refreshToken
}

type refreshToken struct {
	session *session.Session
	expires time.Time
	used    bool
}

func (s *sessions) Create(_ context.Context, created session.Session, first session.Hash) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byToken[first] = &refreshToken{session: &created, expires: created.ExpiresAt}
	return nil
}

func (s *sessions) Find(_ context.Context, hash session.Hash) (session.Session, time.Time, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.byToken[hash]
	if !ok {
		return session.Session{}, time.Time{}, session.ErrInvalid
	}
	return *found.session, found.expires, nil
}

func (s *sessions) Rotate(_ context.Context, current session.Session, used, next session.Hash) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.byToken[used]
	if !ok || found.used {
		return session.ErrReused
	}
	found.used, *found.session = true, current
	s.byToken[next] = &refreshToken{session: found.session, expires: current.ExpiresAt}
	return nil
}

func (s *sessions) List(_ context.Context, of uuid.UUID, _ time.Time) (all []session.Session, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.byToken {
		if t.session.UserID == of && !slices.Contains(all, *t.session) {
			all = append(all, *t.session)
		}
	}
	return all, nil
}

func (s *sessions) Delete(_ context.Context, of, id uuid.UUID) (bool, error) {
	return s.delete(func(one session.Session) bool { return one.UserID == of && one.ID == id }), nil
}

func (s *sessions) DeleteOthers(_ context.Context, of, kept uuid.UUID) error {
	s.delete(func(one session.Session) bool { return one.UserID == of && one.ID != kept })
	return nil
}

func (s *sessions) delete(is func(session.Session) bool) (deleted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, t := range s.byToken {
		if is(*t.session) {
			delete(s.byToken, hash)
			deleted = true
		}
	}
	return deleted
}
