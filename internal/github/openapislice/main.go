// Command openapislice cuts GitHub's OpenAPI description down to the operations
// that package github calls, so that the tests can hold every request and every
// answer against it. The source is generated/api.github.com.json of the npm
// package @octokit/openapi; what no validator needs (prose, examples,
// extensions) is dropped. Run it from the module's root:
//
//	go run ./internal/github/openapislice api.github.com.json > internal/github/testdata/openapi.json
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// operations lists what is kept, by path.
func operations() map[string][]string {
	const repo = "/repos/{owner}/{repo}"
	return map[string][]string{
		repo + "/pulls/{pull_number}":            {"get"},
		repo + "/pulls/{pull_number}/files":      {"get"},
		repo + "/pulls/{pull_number}/comments":   {"get"},
		repo + "/pulls/{pull_number}/reviews":    {"post"},
		repo + "/pulls/comments/{comment_id}":    {"patch", "delete"},
		repo + "/issues/{issue_number}/comments": {"get", "post"},
		repo + "/issues/comments/{comment_id}":   {"patch", "delete"},

		repo + "/commits/{ref}/check-runs":              {"get"},
		repo + "/check-runs":                            {"post"},
		repo + "/check-runs/{check_run_id}":             {"patch"},
		repo + "/check-runs/{check_run_id}/annotations": {"get"},
		repo + "/code-scanning/sarifs":                  {"post"},
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: openapislice api.github.com.json")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "openapislice:", err)
		os.Exit(1)
	}
}

func run(source string, out io.Writer) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		return fmt.Errorf("parse %s: %w", source, err)
	}
	cut, err := slice(doc, operations())
	if err != nil {
		return fmt.Errorf("cut %s: %w", source, err)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(cut)
}

// slice is the part of the description that the operations reach.
func slice(doc map[string]any, want map[string][]string) (map[string]any, error) {
	info, _ := doc["info"].(map[string]any)
	all, _ := doc["paths"].(map[string]any)
	paths := map[string]any{}
	for path, methods := range want {
		item, ok := all[path].(map[string]any)
		if !ok {
			return nil, fmt.Errorf("no path %s", path)
		}
		kept := map[string]any{}
		if shared, ok := item["parameters"]; ok {
			kept["parameters"] = strip(shared, false)
		}
		for _, method := range methods {
			if _, ok := item[method]; !ok {
				return nil, fmt.Errorf("no operation %s %s", method, path)
			}
			kept[method] = strip(item[method], false)
		}
		paths[path] = kept
	}
	components, err := reachable(doc, paths)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"openapi":    doc["openapi"],
		"info":       map[string]any{"title": info["title"], "version": info["version"], "license": info["license"]},
		"servers":    doc["servers"],
		"paths":      paths,
		"components": components,
	}, nil
}

// reachable collects the components that the paths refer to, and those that
// these refer to in turn.
func reachable(doc, paths map[string]any) (map[string]any, error) {
	out := map[string]any{}
	all, _ := doc["components"].(map[string]any)
	seen := map[string]bool{}
	queue := refs(paths, nil)
	for len(queue) > 0 {
		ref := queue[0]
		queue = queue[1:]
		if seen[ref] {
			continue
		}
		seen[ref] = true
		parts := strings.Split(strings.TrimPrefix(ref, "#/components/"), "/")
		if len(parts) != 2 {
			return nil, fmt.Errorf("reference %q is not to a component", ref)
		}
		group, _ := all[parts[0]].(map[string]any)
		component, ok := group[parts[1]]
		if !ok {
			return nil, fmt.Errorf("reference %q leads nowhere", ref)
		}
		component = strip(component, false)
		into, _ := out[parts[0]].(map[string]any)
		if into == nil {
			into = map[string]any{}
			out[parts[0]] = into
		}
		into[parts[1]] = component
		queue = refs(component, queue)
	}
	if responses, ok := out["responses"]; ok {
		describe(responses)
	}
	return out, nil
}

func refs(v any, found []string) []string {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if s, ok := inner.(string); ok && key == "$ref" {
				found = append(found, s)
				continue
			}
			found = refs(inner, found)
		}
	case []any:
		for _, inner := range v {
			found = refs(inner, found)
		}
	}
	return found
}

// strip drops prose, examples and extensions. names says that v's keys are names
// chosen by the description (of properties, of answers), not words of OpenAPI.
func strip(v any, names bool) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = strip(inner, false)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, inner := range v {
			switch {
			case names:
				out[key] = strip(inner, false)
			case key == "responses":
				out[key] = describe(strip(inner, true))
			case !droppable(key):
				out[key] = strip(inner, key == "properties")
			}
		}
		return out
	}
	return v
}

// describe gives every answer the description, here empty, that OpenAPI demands.
func describe(responses any) any {
	for _, response := range responses.(map[string]any) {
		if response := response.(map[string]any); response["$ref"] == nil {
			response["description"] = ""
		}
	}
	return responses
}

func droppable(key string) bool {
	switch key {
	case "description", "example", "examples", "summary", "externalDocs", "title", "tags", "operationId":
		return true
	}
	return strings.HasPrefix(key, "x-")
}
