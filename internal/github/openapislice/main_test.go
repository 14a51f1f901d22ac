package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const description = `{"openapi":"3.0.3","info":{"title":"t","version":"1","license":{"name":"MIT"},"description":"long"},"servers":[],
"paths":{"/a":{"parameters":[{"$ref":"#/components/parameters/p"}],"get":{"summary":"s","responses":{"200":{"description":"d","content":{"application/json":{"examples":{},
"schema":{"$ref":"#/components/schemas/a"}}}},"404":{"$ref":"#/components/responses/no"}}},"put":{"responses":{}}},"/b":{"get":{}}},
"components":{"parameters":{"p":{"name":"p","in":"query","description":"d"}},"responses":{"no":{"description":"none"}},
"schemas":{"a":{"type":"object","description":"d","x-y":1,"properties":{"description":{"type":"string","example":"e"},"b":{"$ref":"#/components/schemas/b"}}},
"b":{"type":"array","items":{"$ref":"#/components/schemas/a"}},"unused":{}}}}`

const wanted = `{"components":{"parameters":{"p":{"in":"query","name":"p"}},"responses":{"no":{"description":""}},` +
	`"schemas":{"a":{"properties":{"b":{"$ref":"#/components/schemas/b"},"description":{"type":"string"}},"type":"object"},` +
	`"b":{"items":{"$ref":"#/components/schemas/a"},"type":"array"}}},` +
	`"info":{"license":{"name":"MIT"},"title":"t","version":"1"},"openapi":"3.0.3",` +
	`"paths":{"/a":{"get":{"responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/a"}}},"description":""},` +
	`"404":{"$ref":"#/components/responses/no"}}},"parameters":[{"$ref":"#/components/parameters/p"}]}},"servers":[]}`

func TestSlice(t *testing.T) {
	var doc map[string]any
	if err := json.Unmarshal([]byte(description), &doc); err != nil {
		t.Fatal(err)
	}
	cut, err := slice(doc, map[string][]string{"/a": {"get"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(cut)
	if err != nil || string(got) != wanted {
		t.Errorf("%s, %v; want\n%s", got, err, wanted)
	}
	for want, operations := range map[string]map[string][]string{
		"no path /c":           {"/c": {"get"}},
		"no operation post /a": {"/a": {"post"}},
	} {
		if _, err := slice(doc, operations); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: error %v, want %q", operations, err, want)
		}
	}
}
