package guard

import (
	"errors"
	"strings"
	"testing"
)

func TestBearer(t *testing.T) {
	long := strings.Repeat("x", maxToken)
	for name, tt := range map[string]struct {
		headers []string
		token   string
		err     error
	}{
		"no header":               {nil, "", nil},
		"a token":                 {[]string{"Bearer a.b-c_d~e+f/g=="}, "a.b-c_d~e+f/g==", nil},
		"the scheme in any case":  {[]string{"bEARER a"}, "a", nil},
		"several spaces":          {[]string{"Bearer   a"}, "a", nil},
		"the longest token":       {[]string{"Bearer " + long}, long, nil},
		"an empty header":         {[]string{""}, "", nil},
		"another scheme":          {[]string{"Basic YTpi"}, "", nil},
		"a scheme that starts so": {[]string{"BearerX a"}, "", nil},
		"no scheme":               {[]string{"a.b.c"}, "", nil},
		"two headers":             {[]string{"Bearer a", "Bearer a"}, "", errMalformed},
		"two of other schemes":    {[]string{"Basic YTpi", ""}, "", errMalformed},
		"no token":                {[]string{"Bearer"}, "", errMalformed},
		"spaces only":             {[]string{"Bearer  "}, "", errMalformed},
		"two tokens":              {[]string{"Bearer a b"}, "", errMalformed},
		"a list":                  {[]string{"Bearer a, Bearer b"}, "", errMalformed},
		"a tab":                   {[]string{"Bearer \ta"}, "", errMalformed},
		"padding only":            {[]string{"Bearer =="}, "", errMalformed},
		"padding inside":          {[]string{"Bearer a=b"}, "", errMalformed},
		"a control character":     {[]string{"Bearer a\x00"}, "", errMalformed},
		"not ASCII":               {[]string{"Bearer ä"}, "", errMalformed},
		"too long":                {[]string{"Bearer " + long + "x"}, "", errMalformed},
	} {
		token, err := bearer(tt.headers)
		if token != tt.token || !errors.Is(err, tt.err) {
			t.Errorf("%s: %q, %v; want %q, %v", name, token, err, tt.token, tt.err)
		}
	}
}

func FuzzBearer(f *testing.F) {
	for _, seed := range []string{"", "Bearer a.b.c", "bearer  x==", "Basic YTpi", "Bearer \x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		token, err := bearer([]string{header})
		if token != "" && (err != nil || len(token) > maxToken || strings.ContainsAny(token, " \t,\"\\\x00") || !strings.HasSuffix(header, " "+token)) {
			t.Errorf("%q: %q, %v", header, token, err)
		}
	})
}
