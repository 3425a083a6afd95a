package config_test

import (
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/acme/everything/internal/config"
)

// load calls config.Load with the required settings in environ.
func load(dir fs.FS, environ ...string) (config.Config, error) {
	environ = append(environ,
		"NATS_URL=nats://127.0.0.1:4222",
		"PAYMENTS_URL=http://127.0.0.1:8081",
	)
	return config.Load(dir, environ)
}

func files(contents map[string]string) fs.FS {
	dir := fstest.MapFS{}
	for name, text := range contents {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return dir
}

func TestLoadDefaults(t *testing.T) {
	cfg, err := load(files(nil))
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Env != config.Dev || cfg.Server.Address() != ":8080" || cfg.Server.AdminAddress() != "127.0.0.1:9090" {
		t.Errorf("got %+v", cfg)
	}
}

func TestLoadPrecedence(t *testing.T) {
	dir := files(map[string]string{
		"configs/config.test.yaml": "HTTP_PORT: 1\nADMIN_PORT: 1\nSHUTDOWN_DELAY: 1s\nSHUTDOWN_TIMEOUT: # not set\n",
		".env":                     "APP_ENV=test\nADMIN_PORT=2\nSHUTDOWN_DELAY=2s\n",
	})
	cfg, err := load(dir, "SHUTDOWN_DELAY=3s", "ADMIN_PORT=")
	if err != nil {
		t.Fatal(err)
	}
	got := cfg.Server
	if got.Port != 1 || got.AdminPort != 2 || got.ShutdownDelay != 3*time.Second || got.ShutdownTimeout != 25*time.Second {
		t.Errorf("got %+v", got)
	}
}

func TestLoadPort(t *testing.T) {
	for _, tc := range []struct {
		environ []string
		port    uint16
		problem string
	}{
		{[]string{"PORT=7"}, 7, ""},
		{[]string{"PORT=7", "HTTP_PORT=8"}, 8, ""},
		{[]string{"PORT=none", "HTTP_PORT=8"}, 8, ""},
		{[]string{"PORT="}, 8080, ""},
		{[]string{"PORT=70000"}, 8080, `PORT: strconv.ParseUint: parsing "70000": value out of range`},
		{[]string{"PORT=9090"}, 9090, `ADMIN_PORT: must differ from the port of the API, HTTP_PORT or PORT`},
	} {
		cfg, err := load(files(nil), tc.environ...)
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if cfg.Server.Port != tc.port || problem != tc.problem {
			t.Errorf("%s: port %d, %v", tc.environ, cfg.Server.Port, err)
		}
	}
}

func TestLoadExpands(t *testing.T) {
	dir := files(map[string]string{
		"configs/config.dev.yaml": "HTTP_HOST: a.${ZONE:-b}.${ZONE:-}.${ZONE}.$$c\nHTTP_PORT: ${FREE_PORT:-1}\nADMIN_PORT: ${FREE_PORT:-}\n",
		".env":                    "ZONE=d\n",
	})
	cfg, err := load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := cfg.Server; got.Host != "a.d.d.${ZONE}.$$c" || got.Port != 1 || got.AdminPort != 9090 {
		t.Errorf("got %+v", got)
	}
}

func TestLoadReportsEverything(t *testing.T) {
	dir := files(map[string]string{
		"configs/config.dev.yaml": "HTTP_PROT: 8080\nLOG_FORMAT: xml\nHTTP_HOST: [a, b]\n",
	})
	_, err := load(dir,
		"APP_ENV=staging",
		"HTTP_PORT=70000",
		"LOG_LEVEL=loud",
		"HTTP_READ_TIMEOUT=5",
		"SHUTDOWN_TIMEOUT=-1s",
		"HTTP_BODY_LIMIT=0",
		"HTTP_REQUEST_TIMEOUT=1m",
	)
	if err == nil {
		t.Fatal("no error")
	}
	want := []string{
		`APP_ENV: "staging" is none of dev, test, production`,
		`configs/config.dev.yaml: line 3: HTTP_HOST needs a single value`,
		`LOG_LEVEL: slog: level string "loud": unknown name`,
		`LOG_FORMAT: "xml" is neither json nor text`,
		`HTTP_PORT: strconv.ParseUint: parsing "70000": value out of range`,
		`HTTP_READ_TIMEOUT: unable to parse duration: time: missing unit in duration "5"`,
		`SHUTDOWN_TIMEOUT: must be longer than SHUTDOWN_DELAY, which is a part of it`,
		`HTTP_BODY_LIMIT: must be positive`,
		`configs/config.dev.yaml: unknown name "HTTP_PROT"`,
		`HTTP_WRITE_TIMEOUT: must be longer than HTTP_REQUEST_TIMEOUT, to leave time for the response`,
	}
	if got := strings.Split(err.Error(), "\n"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLoadRefusesBrokenFiles(t *testing.T) {
	for name, text := range map[string]string{
		"configs/config.dev.yaml": "HTTP_PORT: 1\nHTTP_PORT: 2\n",
		".env":                    "HTTP_HOST=\"unterminated",
	} {
		_, err := load(files(map[string]string{name: text}))
		if err == nil || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestFilesOfTheProject(t *testing.T) {
	root := os.DirFS("../..")
	for _, name := range []string{config.Dev, config.Test, config.Production} {
		if _, err := load(root, "APP_ENV="+name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A .env with all of .env.example changes nothing.
	example, err := fs.ReadFile(root, ".env.example")
	if err != nil {
		t.Fatal(err)
	}
	got, err := load(files(map[string]string{".env": string(example)}))
	if err != nil {
		t.Fatal(err)
	}
	want, err := load(files(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf(".env.example gives %+v, the defaults are %+v", got, want)
	}
}

func TestProductionNeedsItsOwnValues(t *testing.T) {
	production, err := fs.ReadFile(os.DirFS("../.."), "configs/config.production.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := files(map[string]string{"configs/config.production.yaml": string(production)})
	_, err = config.Load(dir, []string{"APP_ENV=production"})
	if err == nil || !strings.Contains(err.Error(), "NATS_URL: must be set") {
		t.Errorf("without NATS_URL: %v", err)
	}
	if err == nil || !strings.Contains(err.Error(), "PAYMENTS_URL: must be set") {
		t.Errorf("without PAYMENTS_URL: %v", err)
	}
}
