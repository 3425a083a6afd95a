package validate_test

import "testing"

func TestURL(t *testing.T) {
	t.Parallel()
	type input struct {
		Text string `json:"text" validate:"url"`
	}
	good := []string{
		"http://localhost", "https://example.com/a/b?c=d&e[]=f#g", "HTTPS://EXAMPLE.COM", "http://example.com:8080", "https://192.0.2.1/",
		"http://[2001:db8::1]:80/", "https://example.com/%C3%A4?q=%20", "https://example.com/a;b,c'(d)*!$@~",
	}
	bad := []string{
		"", "example.com", "//example.com", "/path", "http:", "http://", "http:///path", "http:example.com", "http://:80", "http://.", "http://?q",
		"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "mailto:ann@example.com", "ftp://example.com",
		"https://ann@example.com", "https://ann:secret@example.com", "https://example.com@evil.example", "https://@example.com",
		"https://example.com:99999", "https://example.com:x", "https://exa mple.com", "https://example.com/a b", "https://example.com/\n",
		"https://example.com/<b>", `https://example.com/"`, "https://example.com\\@evil.example", "https://example.com/%zz", "https://exämple.com", "https://a_b.com",
	}
	testRule(t, func(text string) any { return input{text} }, good, bad)
}
