package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/policy/policytest"
	"github.com/aicomply/aicomply/internal/prove"
	"github.com/aicomply/aicomply/internal/schema"
)

// undocumented are the attributes among places that a policy's METADATA does not
// name, neither as they are written nor in words. References are left out: that
// data flows from one node to another is what most policies are about.
func undocumented(r finding.Rule, places []string) []string {
	text := strings.ToLower(r.Title + "\n" + r.Description + "\n" + r.Remediation)
	out := []string{}
	for _, place := range places {
		a := attributeAt(place)
		if a == nil || a.Type == schema.Reference {
			continue
		}
		word := strings.ReplaceAll(a.Name, "_", " ")
		if !strings.Contains(text, a.Name) && !strings.Contains(text, strings.TrimSuffix(word, "s")) {
			out = append(out, place)
		}
	}
	return out
}

// attributeAt is the attribute at a place such as "flow.transfer.mechanism", or
// nil if a block is there.
func attributeAt(place string) *schema.Attr {
	parts := strings.Split(place, ".")
	b := schema.Manifest
	for _, part := range parts[:len(parts)-1] {
		if b = b.FindBlock(part); b == nil {
			return nil
		}
	}
	return b.Find(parts[len(parts)-1])
}

func (a *app) saveWitnesses(dir string, all []proven) error {
	if err := os.MkdirAll(a.join(dir), 0o755); err != nil {
		return fmt.Errorf("--save %s: %w", dir, cause(err))
	}
	for _, p := range all {
		for kind, text := range map[string]string{"fires": p.Fires, "passes": p.Passes} {
			if text == "" {
				continue
			}
			name := filepath.Join(dir, strings.ReplaceAll(p.Policy, "/", ".")+"."+kind+".hcl")
			if err := a.writeFile(name, []byte(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *app) writeProven(all []proven, f policyProving) {
	var b strings.Builder
	problems, verbose := 0, f.verbose
	for _, p := range all {
		problems += len(p.Problems)
		if len(p.Problems) > 0 || verbose || p.Stopped {
			fmt.Fprintf(&b, "%s\n", p.Policy)
		}
		if p.Stopped {
			fmt.Fprintf(&b, "  %s\n", howFar(p.Result, f.tries))
		}
		for _, x := range p.Problems {
			fmt.Fprintf(&b, "  %s: %s\n", strings.ReplaceAll(string(x.Kind), "_", " "), x.Text)
			if verbose && x.Manifest != "" {
				fmt.Fprintf(&b, "%s\n", indent(x.Manifest))
			}
		}
		if verbose {
			p.details(&b)
		}
	}
	fmt.Fprintf(&b, "%s searched: %s\n", plural(len(all)-stopped(all), "policy", "policies"), plural(problems, "problem", "problems"))
	fmt.Fprint(a.prose(), escapeLines(b.String()))
}

// details writes what the search found out besides problems.
func (p proven) details(b *strings.Builder) {
	for _, w := range []struct{ what, text string }{{"finds something in", p.Fires}, {"finds nothing in", p.Passes}} {
		if w.text != "" {
			fmt.Fprintf(b, "  %s\n%s\n", w.what, indent(w.text))
		}
	}
	if len(p.DependsOn) > 0 {
		fmt.Fprintf(b, "  depends on %s\n", strings.Join(p.DependsOn, ", "))
	}
	if len(p.Undocumented) > 0 {
		fmt.Fprintf(b, "  not in its description: %s\n", strings.Join(p.Undocumented, ", "))
	}
	for _, r := range p.Vacuous {
		fmt.Fprintf(b, "  %s at line %d never held\n", r.Name, r.Line)
	}
	if len(p.Unreached) > 0 {
		fmt.Fprintf(b, "  not reached%s\n", strings.TrimPrefix(missed(policytest.Coverage{Missed: 1, Ranges: p.Unreached}), ", not"))
	}
	if !p.Stopped {
		fmt.Fprintf(b, "  %d manifests tried\n", p.Tried)
	}
}

// howFar says of a search that was stopped what it did.
func howFar(r prove.Result, tries int) string {
	if r.Tried == 0 {
		return "not searched"
	}
	var without []string
	for _, w := range []struct{ what, text string }{{"one that it finds something in", r.Fires}, {"one that it finds nothing in", r.Passes}} {
		if w.text == "" {
			without = append(without, w.what)
		}
	}
	out := fmt.Sprintf("stopped after %d of %d manifests", r.Tried, tries)
	if len(without) > 0 {
		out += ", without " + strings.Join(without, ", and ")
	}
	return out
}
