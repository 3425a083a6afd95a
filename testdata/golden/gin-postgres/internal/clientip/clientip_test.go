package clientip_test

import (
	"strings"
	"testing"

	"github.com/acme/notes/internal/clientip"
)

func TestClient(t *testing.T) {
	proxies, err := clientip.ParseProxies("PROXIES", "10.0.0.0/8,2001:db8:ffff::/48,127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, remote string
		forwarded    []string
		want         string
	}{
		{"direct", "192.0.2.1:1234", nil, "192.0.2.1"},
		{"direct, and lies", "192.0.2.1:1234", []string{"198.51.100.1"}, "192.0.2.1"},
		{"by a proxy", "10.1.1.1:1234", []string{"198.51.100.1"}, "198.51.100.1"},
		{"by a proxy, and lies", "10.1.1.1:1234", []string{"203.0.113.9, 198.51.100.1"}, "198.51.100.1"},
		{"by two proxies", "10.1.1.1:1234", []string{"203.0.113.9, 198.51.100.1, 10.2.2.2"}, "198.51.100.1"},
		{"in two headers", "10.1.1.1:1234", []string{"203.0.113.9", "198.51.100.1, 127.0.0.1"}, "198.51.100.1"},
		{"a proxy itself", "10.1.1.1:1234", nil, "10.1.1.1"},
		{"proxies only", "10.1.1.1:1234", []string{"10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
		{"garbage", "10.1.1.1:1234", []string{"198.51.100.1, unknown"}, "10.1.1.1"},
		{"with a port", "10.1.1.1:1234", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		{"IPv6", "[2001:db8:1:2:3:4:5:6]:1234", nil, "2001:db8:1:2::/64"},
		{"IPv6 by a proxy", "[2001:db8:ffff::1]:1234", []string{"[2001:db8::7]"}, "2001:db8::/64"},
		{"IPv6 with a port", "10.1.1.1:1234", []string{"[2001:db8::7]:4711"}, "2001:db8::/64"},
		{"IPv6 with a zone", "[fe80::1%eth0]:1234", nil, "fe80::/64"},
		{"IPv4 in IPv6", "[::ffff:10.1.1.1]:1234", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		{"no address", "pipe", nil, "invalid IP"},
	} {
		if got := proxies.Client(tc.remote, tc.forwarded); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestParseProxies(t *testing.T) {
	proxies, err := clientip.ParseProxies("PROXIES", " ,10.0.0.0/8, 127.0.0.1")
	if err != nil || len(proxies) != 2 {
		t.Errorf("got %v, %v", proxies, err)
	}
	_, err = clientip.ParseProxies("PROXIES", "proxy,10.0.0.0/33")
	for _, want := range []string{`PROXIES: "proxy" is neither`, `PROXIES: "10.0.0.0/33" is neither`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s too", err, want)
		}
	}
}
