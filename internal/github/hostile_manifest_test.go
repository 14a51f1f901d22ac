package github

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	pipeline "github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/manifest"
	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/posture"
	"github.com/aicomply/aicomply/internal/report"
	"github.com/aicomply/aicomply/internal/schema"
	"github.com/aicomply/aicomply/policies"
)

// visibleEvil is what a manifest may hold: characters that one can see.
const visibleEvil = "@octocat @org/team #1 GH-2 <img src=x onerror=a()> <script>1</script> </details> <!-- aicomply:v1 kind=summary id=306b9b28a0da5547 sha=1111111111111111111111111111111111111111 run=1.1 --> " +
	"![i](http://evil.example/i.png) [l](https://evil.example) https://evil.example www.evil.example ::error file=x::pwned ##[error]pwned ``` ~~~ `` | a | --- | %%{init: {}}%% \"]; click n1 href \\\"javascript:1\\\" " +
	"graph TD; # heading > quote 1. one - two === $x$ *b* _i_ ${{ secrets.X }}"

// hiddenEvil is what only a policy or a report can bring.
const hiddenEvil = "\u202egnp\u2066 \x1b[31m\x1b]8;;http://evil.example\x07 \x00 \u200b\ufeff\u2028\r\n\n# heading\n\n```\n::error::x\n##[group]\n<!-- aicomply:v1 kind=finding -->\n"

// evilManifest gives every attribute of every block a value, and each that can
// hold a text of its own the given one. The table of the language is its only
// source, so what is added to the language is tested as well.
func evilManifest(text string) (source string, texts int) {
	var b strings.Builder
	for i := range schema.Manifest.Blocks {
		block := &schema.Manifest.Blocks[i]
		if block.Type != "import" {
			texts += writeBlock(&b, block, "", true, text)
		}
	}
	return b.String(), texts
}

func writeBlock(b *strings.Builder, block *schema.Block, indent string, top bool, text string) (texts int) {
	label := ""
	switch {
	case block.Label != schema.Labelled:
	case !top:
		label = " " + quoteHCL(text[:100])
		texts++
	case block.Form == schema.Identifier:
		label = ` "x"`
	default:
		label = fmt.Sprintf(" %q", block.Form.Example())
	}
	fmt.Fprintf(b, "%s%s%s {\n", indent, block.Type, label)
	for i := range block.Attrs {
		a := &block.Attrs[i]
		value, own := valueFor(a, text)
		if own {
			texts++
		}
		if a.List {
			value = "[" + value + "]"
		}
		fmt.Fprintf(b, "%s  %s = %s\n", indent, a.Name, value)
	}
	for i := range block.Blocks {
		texts += writeBlock(b, &block.Blocks[i], indent+"  ", false, text)
	}
	fmt.Fprintf(b, "%s}\n", indent)
	return texts
}

// valueFor is source for one value of an attribute. own says that it is the text.
func valueFor(a *schema.Attr, text string) (source string, own bool) {
	switch a.Type {
	case schema.Bool:
		return "true", false
	case schema.Number, schema.Integer, schema.Share, schema.Money:
		return "1", false
	case schema.Reference:
		if a.Refs[0] == "*" {
			return "store.x", false
		}
		return a.Refs[0] + ".x", false
	case schema.Region:
		return quoteHCL(text), true
	case schema.Path:
		return quoteHCL("docs/" + strings.NewReplacer("\\", "", "://", "", "/", "").Replace(text)), true
	case "", schema.String:
		if a.Enum == nil || a.Open {
			return quoteHCL(text), true
		}
		if a.Name == "stage" {
			return `"production"`, false
		}
		return fmt.Sprintf("%q", a.Enum[0]), false
	}
	fixed := map[schema.Type]string{
		schema.Date: "2026-01-02", schema.Duration: "30d", schema.Country: "US", schema.Territory: "US", schema.Jurisdiction: "EU",
		schema.Category: "user.health_and_medical", schema.DataUse: "essential.service", schema.Subject: "customer",
		schema.PolicyID: "access/review_overdue", schema.Digest: strings.Repeat("a", 64),
	}
	if a.Name == "omits" { // a flow does not both carry a category and leave it out
		return `"user.name"`, false
	}
	return fmt.Sprintf("%q", fixed[a.Type]), false
}

func quoteHCL(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{").Replace(s) + `"`
}

// evilPolicy says in every place what a stranger's policy may, at every block.
func evilPolicy(text string) string {
	q := func(s string) string {
		quoted, _ := json.Marshal(s)
		var b strings.Builder
		for _, r := range string(quoted) {
			if r < 0x7f {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, `\u%04x`, r)
			}
		}
		return b.String()
	}
	return "# METADATA\n# title: " + q(text) + "\n# description: " + q(text) + "\n# related_resources:\n#   - ref: " + q("https://evil.example/"+text[:20]) + "\n" +
		"# custom:\n#   severity: critical\n#   blocks_from: poc\n#   method: attr\n#   remediation: " + q(text) + "\n#   controls: [\"gdpr:44\"]\n" +
		"package aicomply.policies.evil.evil\n\n" +
		"deny contains {\"path\": [kind, b.name], \"message\": " + q(text) + ", \"key\": [" + q(text) + ", sprintf(\"%d\", [i])], \"witness\": {\"node\": \"model.x\"}} if {\n" +
		"\tsome kind in [\"flow\", \"store\", \"model\"]\n\tsome b in input[kind]\n\tsome i in numbers.range(1, 10)\n}\n\n" +
		"deny contains {\"path\": [\"system\", \"title\"], \"message\": sprintf(\"%s\", [input.system.title]), \"fix\": " + q(visibleEvil) + "}\n\n" +
		"deny contains {\"path\": [\"model\", \"x\", " + q(text) + "], \"message\": " + q(strings.Repeat("@octocat ", 8000)) + "}\n"
}

func evilReport(t *testing.T, source, policyText string) (*report.Report, *manifest.Manifest) {
	t.Helper()
	frameworks, err := framework.Load(policies.FS)
	if err != nil {
		t.Fatal(err)
	}
	pack := fstest.MapFS{"evil/evil/evil.rego": {Data: []byte(policyText)}}
	set, diags := policy.Load(context.Background(), policy.Options{
		Library: policies.FS, Frameworks: frameworks,
		Sources: []policy.Source{{Name: "built-in", FS: policies.FS}, {Name: "pack", FS: pack}},
	})
	if set == nil {
		t.Fatal(diags)
	}
	m, diags := manifest.Parse("svc", map[string][]byte{"svc/ai.hcl": []byte(source)})
	if finding.HasErrors(diags) {
		t.Fatalf("%+v", diags[:min(len(diags), 10)])
	}
	rep, err := pipeline.Run(context.Background(), []pipeline.Deployment{{Manifest: m, Diagnostics: diags}}, pipeline.Options{
		Policies: set, Frameworks: frameworks, Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	// As a publisher gets it: written, and read back.
	var saved bytes.Buffer
	format, _ := report.Lookup("json")
	if err := format.Write(&saved, rep, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if rep, err = report.Read(&saved); err != nil {
		t.Fatal(err)
	}
	return rep, m
}

// TestHostileManifest runs the whole way from a manifest and a policy in which
// every text is hostile to what GitHub and a terminal show.
func TestHostileManifest(t *testing.T) {
	source, texts := evilManifest(visibleEvil)
	if texts < 50 {
		t.Fatalf("only %d attributes hold a text of their own", texts)
	}
	rep, m := evilReport(t, source, evilPolicy(visibleEvil+hiddenEvil))
	t.Logf("%d attributes hold hostile text; %d findings", texts, rep.Summary.Open)
	if rep.Summary.Open < 50 {
		t.Fatalf("only %d findings", rep.Summary.Open)
	}
	d := &rep.Deployments[0]
	evil := visibleEvil + hiddenEvil
	rep.Base = &report.Base{Ref: evil, Commit: baseCommit, Problem: evil}
	rep.GateEdits = []report.GateEdit{{Kind: evil, What: evil, How: evil, Effect: evil, Range: finding.Range{File: evil, Start: finding.Pos{Line: 1}}}}
	d.Changes = []posture.Change{{Aspect: posture.Recipient, Direction: posture.Changed, Subject: evil, Category: evil, Before: evil, After: evil, Witness: []string{evil, evil, evil}}}
	d.Fixed = slices.Clone(d.Findings[:1])
	d.Path = evil
	rep.Diagnostics = append(rep.Diagnostics, finding.Diagnostic{Severity: finding.Error, Summary: evil, Detail: evil, Range: finding.Range{File: evil, Start: finding.Pos{Line: 1}}})
	d.Policies = append(d.Policies, report.PolicyResult{ID: evil, Result: finding.Errored, Reason: evil})
	rep.Summarise()

	f := newFake(t)
	lines := strings.Split(strings.TrimSuffix(source, "\n"), "\n")
	f.files = []fakeFile{{"svc/ai.hcl", fmt.Sprintf("@@ -0,0 +1,%d @@\n+%s", len(lines), strings.Join(lines, "\n+")), strings.Repeat("b", 40)}}
	r := newRun(t, f)
	r.opts.CheckRun, r.opts.Name = true, evil
	r.mustPublish(rep, Full)
	if len(f.comments) != 1 || len(f.lines) != maxInline || len(f.checks) != 1 || len(f.checks[0].annotations) < maxBatch {
		t.Fatalf("%d comments, %d on lines, %d check runs", len(f.comments), len(f.lines), len(f.checks))
	}
	safeComment(t, "summary", f.comments[0].body)
	suggested := 0
	for _, c := range f.lines {
		safeComment(t, "line", c.body)
		suggested += strings.Count(c.body, "suggestion\n")
	}
	if suggested == 0 {
		t.Error("no suggestion was made")
	}
	safeComment(t, "review", fmt.Sprint(f.reviews[0]["body"]))
	said := f.checks[0].said
	safeMarkdown(t, "check summary", said.Output.Summary)
	safeMarkdown(t, "check text", said.Output.Text)
	plain(t, "check run", said.Name+said.ExternalID+said.Output.Title)
	for _, a := range f.checks[0].annotations {
		plain(t, "annotation", strings.ReplaceAll(fmt.Sprint(a), "\n", " "))
	}
	safeMarkdown(t, "job summary", r.read(r.opts.Env.StepSummary))
	for line := range strings.Lines(r.stdout.String()) {
		plain(t, "command", strings.TrimSuffix(line, "\n"))
		if strings.Contains(line, "##[") || !regexp.MustCompile(`^(::(error|warning|notice) |\d+ (more )?(finding|annotation))`).MatchString(line) {
			t.Errorf("not a command of ours: %.200q", line)
		}
	}
	text, _ := report.Lookup("text")
	var terminal bytes.Buffer
	if err := text.Write(&terminal, rep, report.Options{Verbose: true, Sources: m.Source}); err != nil {
		t.Fatal(err)
	}
	plain(t, "terminal", strings.NewReplacer("\n", "").Replace(terminal.String()))
	f.forget()
	r.mustPublish(rep, Full)
	if got := f.writes(); len(got) > 0 {
		t.Errorf("a second run wrote %v", got)
	}
}

// plain looks for characters that act instead of being seen.
func plain(t *testing.T, name, text string) {
	t.Helper()
	for i, r := range text {
		if unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r >= 0xe0000 && r <= 0xe0fff {
			t.Errorf("%s: %U in %.200q", name, r, text[max(0, i-50):])
			return
		}
	}
}

func safeComment(t *testing.T, name, body string) {
	t.Helper()
	text, _, ok := splitMarker(body)
	if !ok || len(body) > 65536 {
		t.Errorf("%s: no marker at the end, or %d bytes", name, len(body))
	}
	safeMarkdown(t, name, text)
}

var (
	ownTags  = regexp.MustCompile(`<(details|details open|/details|br)>|<summary>[\w (),.]+</summary>`)
	ownLinks = regexp.MustCompile(`\]\(https://git\.example/Codertocat/Hello-World/(blob/[0-9a-f]{40}/|commit/[0-9a-f]{40}|pull/2/checks)[^ ()<>]*\)`)
	ownHeads = regexp.MustCompile(`(?m)^#{2,4} `)
)

// safeMarkdown looks for what GitHub would act on, outside code and besides
// what this program writes itself.
func safeMarkdown(t *testing.T, name, text string) {
	t.Helper()
	plain(t, name, strings.ReplaceAll(text, "\n", " "))
	if end := scan(text); end.fence != "" || end.details != 0 {
		t.Errorf("%s leaves open %+v", name, end)
	}
	prose := withoutSpans(withoutFences(t, name, text))
	prose = ownTags.ReplaceAllString(prose, "")
	prose = ownLinks.ReplaceAllString(prose, "]")
	prose = ownHeads.ReplaceAllString(prose, "")
	// What is escaped, and breakers, are out of the way.
	prose = strings.NewReplacer("&#8203;", "\u200b", "&lt;", "x", "&gt;", "x", "&amp;", "x", "&#124;", "x").Replace(prose)
	prose = strings.ReplaceAll(regexp.MustCompile(`\\[^#]`).ReplaceAllString(prose, "x"), `\#`, "#")
	for _, bad := range []string{
		`<`, `!\[`, `\]\(`, `://`, `@[^\x{200b}]`, `#[^\x{200b}]`, `(?i)www\.`, `(?i)gh-`, "`", `(?m)^ {0,3}(~~~|===|---|    )`, `\$`,
	} {
		if at := regexp.MustCompile(bad).FindStringIndex(prose); at != nil {
			t.Errorf("%s: %s matches in …%q…", name, bad, prose[max(0, at[0]-80):min(len(prose), at[1]+80)])
			return
		}
	}
}

// withoutFences takes code blocks out, which must be diagrams or suggestions.
func withoutFences(t *testing.T, name, text string) string {
	t.Helper()
	var b strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		switch run := fenceOf(line); {
		case fence == "" && run != "":
			fence = run
			if lang := strings.TrimSpace(strings.TrimPrefix(line, run)); lang != "mermaid" && lang != "suggestion" {
				t.Errorf("%s: a code block of %q", name, lang)
			}
		case fence != "" && len(run) >= len(fence) && strings.TrimSpace(line) == run:
			fence = ""
		case fence == "":
			b.WriteString(line)
		}
	}
	return b.String()
}

// withoutSpans takes code spans out, as CommonMark pairs runs of backticks.
func withoutSpans(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			b.WriteString(text[i : i+2])
			i += 2
			continue
		case text[i] != '`':
			b.WriteByte(text[i])
			i++
			continue
		}
		n := 0
		for i+n < len(text) && text[i+n] == '`' {
			n++
		}
		end := spanEnd(text, i+n, n)
		if end < 0 {
			b.WriteString(text[i : i+n])
			i += n
			continue
		}
		b.WriteString("CODE")
		i = end
	}
	return b.String()
}

// spanEnd is behind the next run of exactly n backticks in the paragraph, or -1.
func spanEnd(text string, from, n int) int {
	for i := from; i < len(text); {
		if strings.HasPrefix(text[i:], "\n\n") {
			return -1
		}
		run := 0
		for i+run < len(text) && text[i+run] == '`' {
			run++
		}
		if run == n {
			return i + run
		}
		i += max(run, 1)
	}
	return -1
}
