package router

// OIDCPath is the path above the routes of logins by providers.
func (c Config) OIDCPath() string { return c.api() + "/auth/oidc" }
