// Package seeds has sample rows for the resources.
package seeds

import "embed"

// Files are the rows of each resource.
//
//go:embed *.yaml
var Files embed.FS
