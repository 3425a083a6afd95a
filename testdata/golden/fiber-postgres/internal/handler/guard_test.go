package handler_test

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"github.com/acme/rooms/internal/principal"
)

// roles authenticates users by tokens such as user and user.ann, whose first
// word is their role.
type roles struct{}

func (roles) Authenticate(_ context.Context, bearer string) (principal.Principal, error) {
	role, _, _ := strings.Cut(bearer, ".")
	id := uuid.NewSHA1(uuid.NameSpaceOID, []byte(bearer))
	return principal.Principal{ID: id, Role: role, Method: "test", Session: id}, nil
}
