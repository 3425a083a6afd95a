package cors_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/acme/ledger/internal/cors"
)

const app = "https://app.example"

func TestApply(t *testing.T) {
	named := cors.Config{
		Origins: "https://other.example:8443, " + app, Methods: "GET,POST", Headers: "Content-Type", ExposedHeaders: "Location",
		Credentials: true, MaxAge: time.Minute,
	}
	everyone := cors.Config{Origins: "*", ExposedHeaders: "Location"}
	const (
		varies    = "Vary: Origin"
		preflight = "Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
	)
	for _, tc := range []struct {
		name, method, origin, asks string
		cfg                        cors.Config
		want                       []string
	}{
		{"simple", http.MethodGet, app, "", named, []string{
			varies, "Access-Control-Allow-Origin: " + app, "Access-Control-Allow-Credentials: true", "Access-Control-Expose-Headers: Location",
		}},
		{"preflight", http.MethodOptions, app, http.MethodPost, named, []string{
			preflight, "Access-Control-Allow-Origin: " + app, "Access-Control-Allow-Credentials: true",
			"Access-Control-Allow-Methods: GET, POST", "Access-Control-Allow-Headers: Content-Type", "Access-Control-Max-Age: 60",
		}},
		{"no preflight", http.MethodOptions, app, "", named, []string{
			varies, "Access-Control-Allow-Origin: " + app, "Access-Control-Allow-Credentials: true", "Access-Control-Expose-Headers: Location",
		}},
		{"same origin", http.MethodGet, "", "", named, []string{varies}},
		{"no page", http.MethodOptions, "", http.MethodPost, named, []string{varies}},
		{"another origin", http.MethodGet, "https://evil.example", "", named, []string{varies}},
		{"preflight of another origin", http.MethodOptions, "https://evil.example", http.MethodPost, named, []string{preflight}},
		{"another scheme", http.MethodGet, "http://app.example", "", named, []string{varies}},
		{"another port", http.MethodGet, "https://other.example", "", named, []string{varies}},
		{"longer", http.MethodGet, app + ".evil.example", "", named, []string{varies}},
		{"null", http.MethodGet, "null", "", named, []string{varies}},
		{"everyone", http.MethodGet, app, "", everyone, []string{varies, "Access-Control-Allow-Origin: *", "Access-Control-Expose-Headers: Location"}},
		{"nobody", http.MethodGet, app, "", cors.Config{}, []string{varies}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			header := http.Header{}
			header.Set("Origin", tc.origin)
			header.Set("Access-Control-Request-Method", tc.asks)
			var got []string
			done := cors.New(tc.cfg).Apply(tc.method, header.Get, func(name, value string) { got = append(got, name+": "+value) })
			if strings.Join(got, "\n") != strings.Join(tc.want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
			if want := tc.want[0] == preflight; done != want {
				t.Errorf("a preflight: %t", done)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	for _, tc := range []struct {
		cfg  cors.Config
		want string // "" for no error
	}{
		{cors.Config{}, ""},
		{cors.Config{Origins: app + ", http://localhost:3000,http://[::1]:8080,capacitor://localhost", Credentials: true}, ""},
		{cors.Config{Origins: "*", Methods: "*", Headers: "*"}, ""},
		{cors.Config{Origins: "*," + app, Credentials: true}, "CORS_CREDENTIALS"},
		{cors.Config{Origins: "null"}, "CORS_ORIGINS"},
		{cors.Config{Origins: "app.example"}, "CORS_ORIGINS"},
		{cors.Config{Origins: app + "/"}, "CORS_ORIGINS"},
		{cors.Config{Origins: app + "?x"}, "CORS_ORIGINS"},
		{cors.Config{Origins: "https://user@app.example"}, "CORS_ORIGINS"},
		{cors.Config{Origins: "https://App.example"}, "CORS_ORIGINS"},
		{cors.Config{Origins: "https://*.example"}, "CORS_ORIGINS"},
		{cors.Config{Origins: app + ":443"}, "browsers leave out port 443"},
		{cors.Config{Origins: "https://%zz"}, "CORS_ORIGINS"},
		{cors.Config{Methods: "GET;POST"}, "CORS_METHODS"},
		{cors.Config{Headers: "Content-Type:"}, "CORS_HEADERS"},
		{cors.Config{ExposedHeaders: "É"}, "CORS_EXPOSED_HEADERS"},
		{cors.Config{MaxAge: -1}, "CORS_MAX_AGE"},
	} {
		err := tc.cfg.Validate()
		if tc.want == "" && err != nil || tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
			t.Errorf("%+v: %v", tc.cfg, err)
		}
	}
}
