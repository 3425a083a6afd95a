package validate

import "regexp"

// phone is what the rule of that name allows: a number with country code (E.164).
// The rule e164 of the library needs no plus, and refuses the short numbers of
// small countries.
var phone = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
