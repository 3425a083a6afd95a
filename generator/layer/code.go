package layer

// Code is an error code of the generated API.
type Code struct {
	// Number is 1000 to 1999 for internal errors, 2000 to 2999 for invalid
	// requests, and 3000 to 3999 for violations of business rules. Those that
	// end in 000 to 099 are reserved for the base.
	Number int
	Name   string // of the constant, without its prefix Code
	Status string // Go expression, such as http.StatusTooManyRequests
	// Error is a Go expression for the error with this code, or "" if there is
	// no single one. Errors of package apperr are declared there.
	Error   string
	Message string // of the response, and of the error if it is in package apperr
	About   string // description, as a phrase
}
