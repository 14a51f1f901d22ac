package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aicomply/aicomply/internal/config"
	"github.com/aicomply/aicomply/internal/derive"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/schema"
)

const additions = `
category "user.health_and_medical.lab.blood_group" { # below one that is added after it
  title = "Blood group"
}
category "user.health_and_medical.lab" {
  title = "Results of a laboratory"
}
category "user.staff_council" {
  title   = "Membership of the staff council"
  special = "art9"
}
category "user.contact.pager" {
  title = "Pager"
}
category "system.badge" {
  title      = "Badge"
  credential = true
}
region "fra-dc1" {
  country = "DE"
}
`

func TestAddedCategories(t *testing.T) {
	v := load(t, additions).Vocabulary()
	for key, want := range map[string]schema.CategoryInfo{
		"user.health_and_medical.lab.blood_group": {Title: "Blood group", Special: "art9"},
		"user.health_and_medical.lab":             {Title: "Results of a laboratory", Special: "art9"},
		"user.staff_council":                      {Title: "Membership of the staff council", Special: "art9"},
		"user.contact.pager":                      {Title: "Pager"},
		"system.badge":                            {Title: "Badge", Credential: true},
	} {
		got, ok := v.CategoryOf(key)
		if !ok || got != want {
			t.Errorf("%s is %+v, want %+v", key, got, want)
		}
		if _, builtin := schema.CategoryOf(key); builtin || schema.IsKnown(schema.Category, key) {
			t.Errorf("%s became a built-in category", key)
		}
		if !v.IsKnown(schema.Category, key) || !slices.Contains(v.Known(schema.Category), key) {
			t.Errorf("%s is not known", key)
		}
	}
}

// deployment declares an added category and an added region, and a category
// above an added special one.
const deployment = `
system "s" {
  title           = "S"
  allowed_regions = ["fra-dc1"]
}
dataset "samples" {
  data_categories = ["user.health_and_medical.lab.blood_group"]
  identifiability = "identified"
  origin          = [component.api]
}
dataset "notes" {
  data_categories = ["user"]
  identifiability = "identified"
  origin          = [component.api]
}
component "api" {
  region = "fra-dc1"
}
component "typo" {
  region = "fra-dc2"
}
`

func TestManifestWithAdditions(t *testing.T) {
	fsys := repository(additions)
	fsys["app/aicomply.hcl"] = &fstest.MapFile{Data: []byte(deployment)}
	if _, ds := manifest.Load(manifest.Options{FS: fsys}, "app"); !finding.HasErrors(ds) {
		t.Error("the built-in vocabulary has the additions")
	}
	c, ds := config.Load(fsys, "app", nil)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	m, ds := manifest.Load(manifest.Options{FS: fsys, Vocabulary: c.Vocabulary()}, "app")
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	nodes := derive.Compute(m, derive.Options{Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}).Input()["node"].(map[string]any)
	api := nodes["component.api"].(map[string]any)
	if api["country"] != "DE" {
		t.Errorf("fra-dc1 is in %v", api["country"])
	}
	if typo := nodes["component.typo"].(map[string]any); typo["nearest_region"] != "fra-dc1" {
		t.Errorf("the region nearest to fra-dc2 is %v", typo["nearest_region"])
	}
	seen := map[string]bool{}
	for _, e := range api["receives"].([]any) {
		e := e.(map[string]any)
		seen[fmt.Sprint(e["dataset"], " ", e["category"], " ", e["special"], " ", e["incidental"])] = true
	}
	for _, want := range []string{
		"dataset.samples user.health_and_medical.lab.blood_group true false",
		"dataset.notes user.staff_council true true",
	} {
		if !seen[want] {
			t.Errorf("component.api does not receive %s", want)
		}
	}
}

// A misspelt category is compared with the added ones as well.
func TestAdditionsAreSuggested(t *testing.T) {
	fsys := repository(additions)
	fsys["app/aicomply.hcl"] = &fstest.MapFile{Data: []byte("system \"s\" {}\ndataset \"d\" {\n  data_categories = [\"user.staff_counsil\"]\n}\n")}
	c, _ := config.Load(fsys, "app", nil)
	_, ds := manifest.Load(manifest.Options{FS: fsys, Vocabulary: c.Vocabulary()}, "app")
	if len(ds) != 1 || !strings.HasSuffix(ds[0].Detail, `Did you mean "user.staff_council"?`) {
		t.Error(ds)
	}
}

func TestTooManyAdditions(t *testing.T) {
	var b strings.Builder
	for i := range 501 {
		fmt.Fprintf(&b, "category \"user.c%d\" {\n  title = \"x\"\n}\nregion \"r%d\" {\n  country = \"DE\"\n}\n", i, i)
	}
	_, ds := config.Load(repository(b.String()), "app", nil)
	if len(ds) != 2 || ds[0].Summary != "Too many blocks" || ds[1].Summary != "Too many blocks" {
		t.Error(ds)
	}
}
