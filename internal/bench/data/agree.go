package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// agree fails unless aicomply's report and conftest's output name the same
// findings: deployment, policy and path, and where conftest's names them the
// key and the message. Of policies that name none of these it is the deployment
// and the message.
func agree(ours, theirs string) error {
	theirSet, how, err := readTheirs(theirs)
	if err != nil {
		return err
	}
	ourSet, err := readOurs(ours, how)
	if err != nil {
		return err
	}
	if len(ourSet) == 0 {
		return fmt.Errorf("nothing was found, so that there is nothing to compare")
	}
	for f := range theirSet {
		if !ourSet[f] {
			return fmt.Errorf("only conftest finds %s (%d findings, aicomply has %d)", f, len(theirSet), len(ourSet))
		}
	}
	for f := range ourSet {
		if !theirSet[f] {
			return fmt.Errorf("only aicomply finds %s (%d findings, conftest has %d)", f, len(ourSet), len(theirSet))
		}
	}
	fmt.Println(len(ourSet))
	return nil
}

func joined(parts ...string) string { return strings.Join(parts, " | ") }

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func readOurs(file string, how detail) (map[string]bool, error) {
	var r struct {
		Deployments []struct {
			Path     string
			Findings []struct {
				Policy, Key, Message string
				Path                 []string
			}
		}
	}
	if err := readJSON(file, &r); err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, d := range r.Deployments {
		for _, f := range d.Findings {
			parts := []string{label(d.Path), f.Policy, strings.Join(f.Path, ".")}
			switch how {
			case messages:
				parts = []string{label(d.Path), f.Message}
			case all:
				parts = append(parts, f.Key, strings.TrimSuffix(f.Message, " (incidental content: one severity lower)"))
			}
			out[joined(parts...)] = true
		}
	}
	return out, nil
}

// detail is what is compared of a finding.
type detail int

const (
	places   detail = iota // policy and path
	all                    // key and message, too
	messages               // the message alone
)

func readTheirs(file string) (out map[string]bool, how detail, err error) {
	type failure struct {
		Msg      string
		Metadata struct {
			Policy, Message string
			Path            []any
			Key             any
		}
	}
	var results []struct {
		Filename           string
		Failures, Warnings []failure
	}
	if err := readJSON(file, &results); err != nil {
		return nil, places, err
	}
	out = map[string]bool{}
	for _, r := range results {
		for _, f := range append(r.Failures, r.Warnings...) {
			m := f.Metadata
			if m.Policy == "" {
				how = messages
				out[joined(label(filepath.Dir(r.Filename)), f.Msg)] = true
				continue
			}
			parts := []string{label(strings.TrimSuffix(filepath.Base(r.Filename), ".json")), m.Policy, strings.Join(texts(m.Path), ".")}
			if m.Message != "" {
				how = all
				parts = append(parts, key(m.Key), m.Message)
			}
			out[joined(parts...)] = true
		}
	}
	return out, how, nil
}

// key is a finding's key as a report shows it.
func key(v any) string {
	list, ok := v.([]any)
	if !ok {
		s, _ := v.(string)
		return s
	}
	set := map[string]bool{}
	for _, s := range texts(list) {
		set[s] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(set)), ",")
}

func texts(list []any) []string {
	out := make([]string, 0, len(list))
	for _, v := range list {
		out = append(out, fmt.Sprint(v))
	}
	return out
}
