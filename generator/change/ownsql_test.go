package change

import (
	"strings"
	"testing"
)

func TestTableChanges(t *testing.T) {
	for sql, want := range map[string]string{
		"ALTER TABLE books ADD COLUMN blurb text;":                                                "+books.blurb",
		"alter table only public.\"books\"\n  add blurb text,\n  drop column old":                 "+books.blurb -books.old",
		"ALTER TABLE `books` ADD COLUMN IF NOT EXISTS `key` int":                                  "+books.key",
		"ALTER TABLE books ADD CONSTRAINT c CHECK (a > 1), ADD UNIQUE KEY k (a), ADD INDEX i (a)": "",
		"ALTER TABLE books ADD COLUMN a int; ALTER TABLE books DROP COLUMN a":                     "+books.a -books.a",
		"-- ALTER TABLE books ADD COLUMN a int;\n/* ALTER TABLE books\nADD b int; */ SELECT 1;":   "",
		"CREATE TABLE IF NOT EXISTS tags (id int); DROP TABLE IF EXISTS old":                      "+tags -old",
		"UPDATE books SET title = 'add column';":                                                  "",
		"ALTER TABLE books ADD COLUMN price numeric(10, 2) DEFAULT 0, ADD n int":                  "+books.price +books.n",
		"": "",
	} {
		var got []string
		for _, c := range tableChanges(sql) {
			sign := "+"
			if c.drops {
				sign = "-"
			}
			got = append(got, sign+c.what)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %s, want %s", sql, got, want)
		}
	}
}
