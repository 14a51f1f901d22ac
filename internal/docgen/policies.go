package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
)

// policyList is every policy, by area, with what it is mapped to.
func policyList() (string, error) {
	out, _, err := aicomply("policy", "list", "--format", "json")
	if err != nil {
		return "", err
	}
	var rules []finding.Rule
	if err := json.Unmarshal([]byte(out), &rules); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d policies. `aicomply explain <policy>` shows what one checks, with an example that it finds fault with.\n", len(rules))
	area := ""
	for _, r := range rules {
		if r.Area() != area {
			area = r.Area()
			fmt.Fprintf(&b, "\n### %s\n\n| policy | severity | blocks from | finds | mapped to |\n|---|---|---|---|---|\n", area)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.Severity, r.BlocksFrom, r.Title, mapped(r.Controls))
	}
	return b.String(), nil
}

// mapped lists the controls by framework: "gdpr 44, 46(1); soc2 CC6.1".
func mapped(controls []finding.Control) string {
	var order []string
	by := map[string][]string{}
	for _, c := range controls {
		framework, id, _ := strings.Cut(c.ID, ":")
		if by[framework] == nil {
			order = append(order, framework)
		}
		by[framework] = append(by[framework], id)
	}
	for i, f := range order {
		order[i] = f + " " + strings.Join(by[f], ", ")
	}
	return strings.Join(order, "; ")
}
