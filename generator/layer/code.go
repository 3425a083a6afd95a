package layer

// Code is an error code of the generated API.
type Code struct {
	// Number is 1000 to 1999 for failures of the system, 2000 to 2999 for
	// requests that cannot be served as they are, and 3000 to 3999 for those that
	// break a business rule. The base has those that end in 000 to 099.
	Number int
	Name   string // of its constant, CodeTooManyRequests without Code
	Status string // Go expression: http.StatusTooManyRequests
	// Error is the Go expression of the error that has this code. Errors of
	// package apperr are declared there. "" where no single error has it.
	Error   string
	Message string // of the response and of an error of package apperr
	About   string // what it means, as a phrase
}
