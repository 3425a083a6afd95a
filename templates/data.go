package templates

import "github.com/gen-go/gen/generator/layer"

var data = []layer.Layer{
	{Category: "data", Name: "seeds", Summary: "sample rows in YAML, stored through the rules of the API"},
	{Name: "seeds", Dir: "data/seeds", When: []string{"seeds", "unowned"}},
	{
		Name: "seeds-command", Dir: "data/seeds-command", When: []string{"seeds", "unowned", "!database.none"},
		Commands: []layer.Command{{Name: "seed", About: "store the sample rows in seeds/"}},
	},
	{
		Name: "softdelete", Dir: "data/softdelete", When: []string{"softdelete", "!database.none"},
		Commands: []layer.Command{{Name: "purge", About: "delete for good what was deleted long ago: --older-than 720h"}},
	},
}
