package auth_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/acme/tracks/internal/apperr"
	"github.com/acme/tracks/internal/auth"
	"github.com/acme/tracks/internal/authtest"
	"github.com/acme/tracks/internal/password"
	"github.com/acme/tracks/internal/principal"
	"github.com/acme/tracks/internal/session"
	"github.com/acme/tracks/internal/user"
)

// here is where the requests of these tests come here().
func here() auth.Client { return auth.Client{Address: "192.0.2.1", Agent: "test"} }

func ann() auth.Credentials {
	return auth.Credentials{Email: "ann@example.com", Password: "correct horse battery"}
}

// open lets everybody register.
func open(t *testing.T, change func(*auth.Parts)) *auth.Service {
	t.Helper()
	return authtest.New(t, auth.Config{Registration: true}, change)
}

func unchanged(*auth.Parts) {}

func register(t *testing.T, s *auth.Service, in auth.Credentials) auth.Tokens {
	t.Helper()
	tokens, err := s.Register(t.Context(), here(), in)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

// principalOf returns the principal of an access token.
func principalOf(t *testing.T, s *auth.Service, tokens auth.Tokens) principal.Principal {
	t.Helper()
	p, err := s.Tokens.Authenticate(t.Context(), tokens.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// wantInvalid checks that credentials were refused, without a word about why.
func wantInvalid(t *testing.T, doing string, err error) {
	t.Helper()
	if want := apperr.ErrInvalidCredentials; !errors.Is(err, want) || err.Error() != want.Error() {
		t.Errorf("%s: %v", doing, err)
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	first := register(t, s, ann())
	second, err := s.Login(t.Context(), here(), auth.Credentials{Email: " Ann@Example.com", Password: ann().Password})
	if err != nil {
		t.Fatal(err)
	}
	if second.TokenType != "Bearer" || second.ExpiresIn != 60 || first.RefreshToken == second.RefreshToken {
		t.Errorf("%+v, %+v", first, second)
	}
	p, q := principalOf(t, s, first), principalOf(t, s, second)
	if p.ID != q.ID || p.Session == q.Session || p.Role != principal.User {
		t.Errorf("%+v, %+v", p, q)
	}
	if me, err := s.Me(t.Context(), p); err != nil || me.ID != p.ID || me.Email != ann().Email || me.Role != principal.User {
		t.Errorf("%+v, %v", me, err)
	}
}

func TestRegisterRefuses(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	register(t, s, ann())
	for name, in := range map[string]auth.Credentials{
		"no email":        {Email: "ann", Password: ann().Password},
		"short password":  {Email: "bob@example.com", Password: "short"},
		"common password": {Email: "bob@example.com", Password: "password1234"},
	} {
		_, err := s.Register(t.Context(), here(), in)
		if _, ok := errors.AsType[*apperr.Invalid](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := s.Register(t.Context(), here(), ann()); !errors.Is(err, apperr.ErrConflict) {
		t.Errorf("taken: %v", err)
	}
	closed := authtest.New(t, auth.Config{}, unchanged)
	if _, err := closed.Register(t.Context(), here(), ann()); !errors.Is(err, apperr.ErrRegistrationClosed) {
		t.Errorf("closed: %v", err)
	}
}

// TestLoginRefuses gives everybody the same answer.
func TestLoginRefuses(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	p := principalOf(t, s, register(t, s, ann()))
	login := func(email, secret string) error {
		_, err := s.Login(t.Context(), here(), auth.Credentials{Email: email, Password: secret})
		return err
	}
	wantInvalid(t, "wrong password", login(ann().Email, "wrong horse battery"))
	wantInvalid(t, "unknown user", login("bob@example.com", ann().Password))
	wantInvalid(t, "no email", login("ann\x00", ann().Password))
	disable(t, s, p.ID)
	wantInvalid(t, "disabled", login(ann().Email, ann().Password))
}

// hashMemory is what a hash takes in the test below, far more than the rest of a login.
const hashMemory = 8 << 20

// TestLoginTakesAsLong counts the hashes, by the memory that they take: for each
// refusal there is one, so that the time does not tell who has an account.
func TestLoginTakesAsLong(t *testing.T) {
	s := open(t, func(parts *auth.Parts) {
		parts.Passwords = password.New(password.Config{Memory: hashMemory >> 10, Iterations: 1})
	})
	register(t, s, ann())
	bob := auth.Credentials{Email: "bob@example.com", Password: ann().Password}
	disable(t, s, principalOf(t, s, register(t, s, bob)).ID)
	if _, err := s.Users.Create(t.Context(), user.User{Email: "eve@example.com", Role: principal.User}); err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]auth.Credentials{
		"wrong password":   {Email: ann().Email, Password: "wrong horse battery"},
		"unknown user":     {Email: "nobody@example.com", Password: ann().Password},
		"no email":         {Email: "ann", Password: ann().Password},
		"disabled":         bob,
		"without password": {Email: "eve@example.com", Password: ann().Password},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := s.Login(t.Context(), here(), in)
		runtime.ReadMemStats(&after)
		wantInvalid(t, name, err)
		if n := (after.TotalAlloc - before.TotalAlloc) / hashMemory; n != 1 {
			t.Errorf("%s: %d hashes", name, n)
		}
	}
}

func disable(t *testing.T, s *auth.Service, id uuid.UUID) {
	t.Helper()
	_, err := s.Users.Update(t.Context(), id, func(u *user.User) error {
		u.Disabled = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLoginIsThrottled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, unchanged)
		register(t, s, ann())
		for _, email := range []string{"ann@example.com", "Ann@example.com", " ann@example.com", "ann@example.com\t", "ANN@EXAMPLE.COM "} {
			_, err := s.Login(t.Context(), here(), auth.Credentials{Email: email, Password: "wrong horse battery"})
			wantInvalid(t, "a guess", err)
		}
		if _, err := s.Login(t.Context(), here(), ann()); !errors.Is(err, apperr.ErrTooManyAttempts) {
			t.Errorf("without a wait: %v", err)
		}
		if _, err := s.Login(t.Context(), auth.Client{Address: "198.51.100.1"}, ann()); err != nil {
			t.Errorf("from another address: %v", err)
		}
		time.Sleep(time.Second)
		if _, err := s.Login(t.Context(), here(), ann()); err != nil {
			t.Errorf("after it: %v", err)
		}
	})
}

// TestRehash logs in with a hash from before the settings have risen.
func TestRehash(t *testing.T) {
	t.Parallel()
	var users user.Store
	weak := open(t, func(parts *auth.Parts) { users = parts.Users })
	p := principalOf(t, weak, register(t, weak, ann()))
	before, err := users.ByID(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	strong := open(t, func(parts *auth.Parts) { parts.Users, parts.Passwords = users, authtest.Hasher(2) })
	for range 2 {
		if _, err := strong.Login(t.Context(), here(), ann()); err != nil {
			t.Fatal(err)
		}
	}
	if after, err := users.ByID(t.Context(), p.ID); err != nil || after.PasswordHash == before.PasswordHash {
		t.Errorf("%+v, %v", after, err)
	}
	stronger := open(t, func(parts *auth.Parts) { parts.Users, parts.Passwords = users, authtest.Hasher(3) })
	change := auth.PasswordChange{Current: ann().Password, Password: "another horse battery"}
	if err := stronger.ChangePassword(t.Context(), here(), p, change); err != nil {
		t.Errorf("change: %v", err)
	}
}

// outdated finds a user as they were.
type outdated struct {
	user.Store
	found user.User
}

func (o outdated) ByEmail(context.Context, string) (user.User, error) { return o.found, nil }

func (o outdated) ByID(context.Context, uuid.UUID) (user.User, error) { return o.found, nil }

// TestPasswordChangedMeanwhile neither gets a password back by its new hash, nor
// changes one without knowing it.
func TestPasswordChangedMeanwhile(t *testing.T) {
	t.Parallel()
	var users user.Store
	s := open(t, func(parts *auth.Parts) { users = parts.Users })
	p := principalOf(t, s, register(t, s, ann()))
	before, err := users.ByID(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ChangePassword(t.Context(), here(), p, auth.PasswordChange{Current: ann().Password, Password: "another horse battery"}); err != nil {
		t.Fatal(err)
	}
	want, err := users.ByID(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	late := open(t, func(parts *auth.Parts) {
		parts.Users, parts.Passwords = outdated{users, before}, authtest.Hasher(2)
	})
	if _, err := late.Login(t.Context(), here(), ann()); err != nil {
		t.Error(err)
	}
	err = late.ChangePassword(t.Context(), here(), p, auth.PasswordChange{Current: ann().Password, Password: "a third horse battery"})
	if _, ok := errors.AsType[*apperr.Invalid](err); !ok {
		t.Errorf("changed: %v", err)
	}
	if got, err := users.ByID(t.Context(), p.ID); err != nil || got.PasswordHash != want.PasswordHash {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	first := register(t, s, ann())
	second, err := s.Refresh(t.Context(), here(), first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	if first.RefreshToken == second.RefreshToken || principalOf(t, s, first) != principalOf(t, s, second) {
		t.Errorf("%+v, %+v", first, second)
	}
	if _, err := s.Refresh(t.Context(), here(), second.RefreshToken); err != nil {
		t.Errorf("the next: %v", err)
	}
	for _, unknown := range []string{"", "x", second.AccessToken, strings.Repeat("A", 43)} {
		_, err := s.Refresh(t.Context(), here(), unknown)
		wantInvalid(t, unknown, err)
	}
}

// TestRefreshReplay uses a token twice: nobody has the session afterwards.
func TestRefreshReplay(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s := open(t, func(parts *auth.Parts) { parts.Log = slog.New(slog.NewTextHandler(&log, nil)) })
	first, other := register(t, s, ann()), register(t, s, auth.Credentials{Email: "bob@example.com", Password: ann().Password})
	second, err := s.Refresh(t.Context(), here(), first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	for _, used := range []string{first.RefreshToken, second.RefreshToken, first.RefreshToken} {
		_, err := s.Refresh(t.Context(), here(), used)
		wantInvalid(t, "refresh", err)
	}
	if _, err := s.Refresh(t.Context(), here(), other.RefreshToken); err != nil {
		t.Errorf("another session: %v", err)
	}
	p := principalOf(t, s, first)
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, p.ID.String()) || !strings.Contains(got, p.Session.String()) {
		t.Errorf("log:\n%s", got)
	}
	if got := log.String(); strings.Contains(got, first.RefreshToken) || strings.Contains(got, second.RefreshToken) {
		t.Errorf("tokens in the log:\n%s", got)
	}
}

func TestRefreshAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	first := register(t, s, ann())
	var all sync.WaitGroup
	results := make([]error, 20)
	for i := range results {
		all.Go(func() { _, results[i] = s.Refresh(t.Context(), here(), first.RefreshToken) })
	}
	all.Wait()
	succeeded := 0
	for _, err := range results {
		if err == nil {
			succeeded++
			continue
		}
		wantInvalid(t, "refresh", err)
	}
	if succeeded != 1 {
		t.Errorf("%d succeeded", succeeded)
	}
}

func TestRefreshDisabled(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	tokens := register(t, s, ann())
	p := principalOf(t, s, tokens)
	disable(t, s, p.ID)
	_, err := s.Refresh(t.Context(), here(), tokens.RefreshToken)
	wantInvalid(t, "refresh", err)
	_, err = s.Me(t.Context(), p)
	wantInvalid(t, "me", err)
}

// changing is a store whose users change right after they have been found.
type changing struct {
	user.Store
	change func(u *user.User)
}

func (s *changing) ByEmail(ctx context.Context, email string) (user.User, error) {
	found, err := s.Store.ByEmail(ctx, email)
	if err == nil && s.change != nil {
		_, err = s.Update(ctx, found.ID, func(u *user.User) error {
			s.change(u)
			return nil
		})
	}
	return found, err
}

// TestLoginMeanwhile logs in while somebody changes the password, or disables the
// user: no session stays.
func TestLoginMeanwhile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(u *user.User){
		"password": func(u *user.User) { u.PasswordHash = "another" },
		"disabled": func(u *user.User) { u.Disabled = true },
	} {
		users := &changing{}
		s := open(t, func(parts *auth.Parts) {
			users.Store = parts.Users
			parts.Users = users
		})
		p := principalOf(t, s, register(t, s, ann()))
		if err := s.LogoutAll(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		users.change = change
		_, err := s.Login(t.Context(), here(), ann())
		wantInvalid(t, name, err)
		if left, err := s.ListSessions(t.Context(), p); err != nil || len(left.Items) > 0 {
			t.Errorf("%s: %d sessions, %v", name, len(left.Items), err)
		}
	}
}

// TestInPerson does with the key of a program what only a user may do.
func TestInPerson(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	p := principalOf(t, s, register(t, s, ann()))
	program := principal.Principal{ID: p.ID, Role: p.Role}
	for name, err := range map[string]error{
		"logout":   s.LogoutAll(t.Context(), program),
		"session":  s.EndSession(t.Context(), program, p.Session),
		"password": s.ChangePassword(t.Context(), here(), program, auth.PasswordChange{Current: ann().Password, Password: "another horse battery"}),
	} {
		if !errors.Is(err, apperr.ErrForbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left, err := s.ListSessions(t.Context(), p); err != nil || len(left.Items) != 1 {
		t.Errorf("%d sessions, %v", len(left.Items), err)
	}
}

// TestMeOfNobody asks for the profile of a user who is gone, and of a program.
func TestMeOfNobody(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	_, err := s.Me(t.Context(), principal.Principal{ID: uuid.New(), Session: uuid.New()})
	wantInvalid(t, "a user", err)
	if _, err := s.Me(t.Context(), principal.Principal{ID: uuid.New()}); !errors.Is(err, apperr.ErrForbidden) {
		t.Errorf("a program: %v", err)
	}
}

func TestRefreshExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, unchanged)
		tokens := register(t, s, ann())
		var err error
		for range 3 { // as long as a session may last
			time.Sleep(59 * time.Minute)
			if tokens, err = s.Refresh(t.Context(), here(), tokens.RefreshToken); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(4 * time.Minute)
		_, err = s.Refresh(t.Context(), here(), tokens.RefreshToken)
		wantInvalid(t, "after 3 hours", err)

		tokens, err = s.Login(t.Context(), here(), ann())
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour + time.Second)
		_, err = s.Refresh(t.Context(), here(), tokens.RefreshToken)
		wantInvalid(t, "after an hour", err)
	})
}

// unreliable is a session.Store that fails once.
type unreliable struct {
	session.Store
	failure error
}

func (u *unreliable) Rotate(ctx context.Context, s session.Session, used, next session.Hash) error {
	if err := u.failure; err != nil {
		u.failure = nil
		return err
	}
	return u.Store.Rotate(ctx, s, used, next)
}

// TestRefreshAfterFailure tries again when the database is back.
func TestRefreshAfterFailure(t *testing.T) {
	t.Parallel()
	s := open(t, func(parts *auth.Parts) {
		parts.Sessions.Store = &unreliable{Store: parts.Sessions.Store, failure: apperr.ErrUnavailable}
	})
	tokens := register(t, s, ann())
	if _, err := s.Refresh(t.Context(), here(), tokens.RefreshToken); !errors.Is(err, apperr.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Refresh(t.Context(), here(), tokens.RefreshToken); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestLogout(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	first := register(t, s, ann())
	second, err := s.Login(t.Context(), here(), ann())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Logout(t.Context(), first.RefreshToken); err != nil {
			t.Error(err)
		}
	}
	_, err = s.Refresh(t.Context(), here(), first.RefreshToken)
	wantInvalid(t, "after logout", err)
	if second, err = s.Refresh(t.Context(), here(), second.RefreshToken); err != nil {
		t.Errorf("another session: %v", err)
	}
	if err := s.LogoutAll(t.Context(), principalOf(t, s, second)); err != nil {
		t.Error(err)
	}
	_, err = s.Refresh(t.Context(), here(), second.RefreshToken)
	wantInvalid(t, "after logout everywhere", err)
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	this := register(t, s, ann())
	other, err := s.Login(t.Context(), here(), ann())
	if err != nil {
		t.Fatal(err)
	}
	p := principalOf(t, s, this)
	for name, in := range map[string]auth.PasswordChange{
		"wrong":  {Current: "wrong horse battery", Password: "another horse battery"},
		"common": {Current: ann().Password, Password: "password1234"},
	} {
		err := s.ChangePassword(t.Context(), here(), p, in)
		if _, ok := errors.AsType[*apperr.Invalid](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	changed := auth.Credentials{Email: ann().Email, Password: "another horse battery"}
	if err := s.ChangePassword(t.Context(), here(), p, auth.PasswordChange{Current: ann().Password, Password: changed.Password}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Refresh(t.Context(), here(), this.RefreshToken); err != nil {
		t.Errorf("this session: %v", err)
	}
	_, err = s.Refresh(t.Context(), here(), other.RefreshToken)
	wantInvalid(t, "another session", err)
	_, err = s.Login(t.Context(), here(), ann())
	wantInvalid(t, "old password", err)
	if _, err := s.Login(t.Context(), here(), changed); err != nil {
		t.Errorf("new password: %v", err)
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	s := open(t, unchanged)
	p := principalOf(t, s, register(t, s, ann()))
	bob := principalOf(t, s, register(t, s, auth.Credentials{Email: "bob@example.com", Password: ann().Password}))
	got, err := s.ListSessions(t.Context(), p)
	if err != nil || len(got.Items) != 1 || got.Items[0].ID != p.Session || !got.Items[0].Current || got.Items[0].Client != here().Agent {
		t.Errorf("%+v, %v", got, err)
	}
	if err := s.EndSession(t.Context(), bob, p.Session); !errors.Is(err, apperr.ErrNotFound) {
		t.Errorf("by another user: %v", err)
	}
	if err := s.EndSession(t.Context(), p, p.Session); err != nil {
		t.Error(err)
	}
	if got, err := s.ListSessions(t.Context(), p); err != nil || got.Items == nil || len(got.Items) > 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
