package disk

import (
	"bufio"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var scpForm = regexp.MustCompile(`^(?:[^@/]+@)?([^:/]+):([^/].*)$`)

// RemoteModule returns the module path for the git remote "origin" of dir,
// such as github.com/acme/myapi, or "".
func RemoteModule(dir string) string {
	f, err := os.Open(filepath.Join(dir, ".git", "config"))
	if err != nil {
		return ""
	}
	defer f.Close()
	origin := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") {
			origin = line == `[remote "origin"]`
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if origin && ok && strings.TrimSpace(key) == "url" {
			return ModuleOf(strings.TrimSpace(value))
		}
	}
	return ""
}

// ModuleOf returns the module path for the URL of a git repository, in the
// form https://host/path or git@host:path. It returns "" for anything else.
func ModuleOf(remote string) string {
	host, path := "", ""
	if m := scpForm.FindStringSubmatch(remote); m != nil && !strings.Contains(remote, "://") {
		host, path = m[1], m[2]
	} else if u, err := url.Parse(remote); err == nil {
		host, path = u.Hostname(), u.Path
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	if !strings.Contains(host, ".") || path == "" {
		return ""
	}
	return host + "/" + path
}
