package layer_test

import (
	"slices"
	"testing"

	"github.com/gen-go/gen/generator/layer"
)

func catalog() *layer.Catalog {
	return &layer.Catalog{
		Categories: []layer.Category{
			{Name: "framework"}, {Name: "cache", Optional: true}, {Name: "discovery", Optional: true},
			{Name: "access", Needs: []layer.Need{{Condition: "!gin", Reason: "gin has its own"}}},
		},
		Layers: []layer.Layer{
			{Category: "framework", Name: "gin"}, {Category: "framework", Name: "echo"},
			{Category: "cache", Name: "redis"}, {Category: "cache", Name: "consul"},
			{Category: "discovery", Name: "consul", Needs: []layer.Need{{Condition: "redis,echo", Reason: "consul needs redis or echo"}}},
			{Category: "discovery", Name: "cache"}, // a category of the same name takes precedence
		},
	}
}

func TestConditions(t *testing.T) {
	facts := catalog().Facts(layer.Choices{"framework": {"gin"}, "discovery": {"consul"}}, map[string]bool{"resources": true, "field-date": false})
	for condition, want := range map[string]bool{
		"gin": true, "echo": false, "echo,gin": true, "echo,redis": false, "!gin": false, "!echo": true,
		"framework.gin": true, "discovery.consul": true, "cache.consul": false, "!cache.consul": true, "cache.consul,discovery.consul": true,
		"discovery": true, "cache": false, "resources": true, "field-date": false, "!field-date,": false,
	} {
		got, err := facts.Holds(condition)
		if condition == "!field-date," {
			if err == nil {
				t.Errorf("no error for %q", condition)
			}
			continue
		}
		if err != nil || got != want {
			t.Errorf("%q: got %t, %v, want %t", condition, got, err, want)
		}
	}
	for _, condition := range []string{"gim", "!gim", "gin,gim", "gim,gin", "consul", "", "gin,", "gin,!echo", "cache.gin", "gin.framework"} {
		if _, err := facts.Holds(condition); err == nil {
			t.Errorf("no error for %q", condition)
		}
	}
}

// TestChoice adds what an option needs of its own category.
func TestChoice(t *testing.T) {
	cat := &layer.Catalog{
		Categories: []layer.Category{{Name: "auth", Many: true}},
		Layers: []layer.Layer{
			{Name: "base"}, {Category: "auth", Name: "jwt", Needs: []layer.Need{{Condition: "!fiber"}}}, {Category: "auth", Name: "apikey"},
			{Category: "auth", Name: "oidc", Needs: []layer.Need{{Condition: "jwt"}}},
		},
	}
	for name, want := range map[string][]string{"jwt": {"jwt"}, "apikey": {"apikey"}, "oidc": {"jwt", "oidc"}} {
		l, _ := cat.Option("auth", name)
		if got := cat.Choice(l)["auth"]; !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestNeeds(t *testing.T) {
	cat := catalog()
	consul, _ := cat.Option("discovery", "consul")
	for _, tt := range []struct {
		chosen  layer.Choices
		applies bool
		unmet   string
	}{
		{layer.Choices{"framework": {"gin"}}, false, "consul needs redis or echo"},
		{layer.Choices{"framework": {"echo"}}, true, ""},
		{layer.Choices{"framework": {"gin"}, "cache": {"redis"}}, false, ""},
	} {
		need, _ := cat.Unmet(consul.Needs, tt.chosen)
		if got := cat.Applies("access", tt.chosen); got != tt.applies || need.Reason != tt.unmet {
			t.Errorf("%v: got applies %t, unmet %q", tt.chosen, got, need.Reason)
		}
	}
}

func TestNoneIsNotAnOption(t *testing.T) {
	facts := catalog().Facts(layer.Choices{"framework": {"gin"}, "cache": {layer.None}}, nil)
	if holds, err := facts.Holds("cache"); holds || err != nil {
		t.Errorf("condition cache with none: got %t, %v, want false", holds, err)
	}
}
