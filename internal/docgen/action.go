package main

import (
	"fmt"
	"os"
	"strings"

	"go.yaml.in/yaml/v3"
)

// actionTables are the inputs and outputs of the action, in the order in which
// action.yml has them.
func actionTables() (string, error) {
	text, err := os.ReadFile("action.yml")
	if err != nil {
		return "", err
	}
	var action struct {
		Inputs, Outputs yaml.Node
	}
	if err := yaml.Unmarshal(text, &action); err != nil {
		return "", fmt.Errorf("action.yml: %w", err)
	}
	var b strings.Builder
	b.WriteString("| input | default | |\n|---|---|---|\n")
	err = eachEntry(action.Inputs, func(name string, of entry) {
		value := "empty"
		if of.Default != "" {
			value = "`" + of.Default + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, value, of.Description)
	})
	if err != nil {
		return "", err
	}
	b.WriteString("\n| output | |\n|---|---|\n")
	err = eachEntry(action.Outputs, func(name string, of entry) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, of.Description)
	})
	return b.String(), err
}

// entry is one input or output.
type entry struct {
	Description string `yaml:"description"`
	Default     string `yaml:"default"`
}

// eachEntry calls f for the members of a mapping, in their order.
func eachEntry(mapping yaml.Node, f func(name string, of entry)) error {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		var of entry
		if err := mapping.Content[i+1].Decode(&of); err != nil {
			return fmt.Errorf("action.yml, %s: %w", mapping.Content[i].Value, err)
		}
		f(mapping.Content[i].Value, of)
	}
	return nil
}
