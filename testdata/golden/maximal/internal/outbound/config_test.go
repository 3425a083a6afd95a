package outbound

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestConfig(t *testing.T) {
	valid := testConfig("https://parcels.example.com/v1")
	if err := valid.Validate("PARCELS_"); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*Config){
		"URL: must be set":           func(c *Config) { c.URL = "" },
		"URL: must be an http":       func(c *Config) { c.URL = "parcels.example.com" },
		"URL: must be an http or":    func(c *Config) { c.URL = "ftp://parcels.example.com" },
		"URL: must have no user":     func(c *Config) { c.URL = "https://ann:secret@example.com" },
		"URL: must have no user, p":  func(c *Config) { c.URL = "https://example.com?secret=1" },
		"TIMEOUT: must be positive":  func(c *Config) { c.Timeout = -time.Second },
		"TRY_TIMEOUT: must be":       func(c *Config) { c.TryTimeout = 6 * time.Second },
		"TRY_TIMEOUT: must be posit": func(c *Config) { c.TryTimeout = 0 },
		"MAX_IN_FLIGHT: must be":     func(c *Config) { c.MaxInFlight = 0 },
		"RESPONSE_LIMIT: must be":    func(c *Config) { c.ResponseLimit = 0 },
	} {
		cfg := valid
		change(&cfg)
		err := cfg.Validate("PARCELS_")
		if err == nil || !strings.HasPrefix(err.Error(), "PARCELS_"+name) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	valid.Token = "secret"
	if text := fmt.Sprintf("%v %+v", valid, valid); strings.Contains(text, "secret") {
		t.Error(text)
	}
}
