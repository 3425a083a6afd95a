package middleware_test

import "net/http"

// plain is a handler of no framework: it gets the body of a request, sets
// headers, and answers.
type plain func(body string, set func(name, value string)) (status int, answer string)

// done is a plain handler that does nothing.
func done(string, func(name, value string)) (status int, answer string) {
	return http.StatusOK, "done"
}
