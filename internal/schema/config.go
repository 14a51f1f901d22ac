package schema

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/internal/finding"
)

// Config is the language of an organisation's configuration: every top-level
// block. It is a table as Manifest is, made when first asked for, since its
// parameters are those of Params. The caller must not change it.
func Config() *Block { return loadConfig() }

var loadConfig = sync.OnceValue(func() *Block {
	return &Block{
		Type: "configuration",
		Doc:  "What an organisation sets for all deployments below the folder that holds .aicomply/config.hcl.",
		Blocks: []Block{
			{
				Type: "policy", Label: Labelled, Form: PolicyLabel, Doc: "Changes one policy.",
				Attrs: []Attr{
					{Name: "severity", Doc: "Severity of its findings, in place of the policy's own.", Enum: severities(), NotNull: true},
					{Name: "enabled", Doc: "Whether it is evaluated; false leaves it out and needs a reason.", Type: Bool, NotNull: true},
					{Name: "reason", Doc: "Why; shown in every report.", NotNull: true},
				},
			},
			{Type: "params", Doc: "Parameters of policies, in place of their defaults.", Attrs: paramAttrs()},
			{
				Type: "category", Label: Labelled, Form: KeyLabel, Doc: "A data category below an existing one, of which it inherits special and credential.",
				Attrs: []Attr{
					{Name: "title", Doc: "What it is, in words.", Required: true, NotNull: true},
					{Name: "special", Doc: "Special category: art9 (GDPR Art. 9(1)), or art10 for criminal convictions and offences (GDPR Art. 10).", Enum: []string{"art9", "art10"}, NotNull: true},
					{Name: "credential", Doc: "It lets someone in.", Type: Bool, NotNull: true},
				},
			},
			{
				Type: "pack", Label: Labelled, Doc: "Policies from elsewhere, evaluated beside the built-in ones.",
				Attrs: []Attr{
					{Name: "source", Doc: "Where it is: a folder of the repository, oci://registry/repository, git+https://host/repository or git+ssh://user@host/repository.", Required: true, NotNull: true},
					{Name: "ref", Doc: "Tag, branch or commit. Default: latest in a registry, the default branch of a git repository.", NotNull: true},
					{Name: "folder", Doc: "Folder of a git repository that is the pack. Default: all of it.", NotNull: true},
					{Name: "digest", Doc: "SHA-256 of its contents, which aicomply policy lock writes. One that is brought over the network has to have one.", NotNull: true},
					{Name: "signed_by", Doc: "Public key, a PEM file, by whose owner it has to be signed.", NotNull: true},
				},
			},
			{
				Type: "region", Label: Labelled, Form: RegionLabel, Doc: "A region that the built-in table does not have, such as a data centre of your own.",
				Attrs: []Attr{
					{Name: "country", Doc: "Where it is, as an ISO 3166-1 alpha-2 code.", Type: Country, Required: true, NotNull: true},
				},
			},
			regoBlock(),
		},
	}
})

// regoBlock names a rule of Rego that was not written for aicomply.
func regoBlock() Block {
	return Block{
		Type: "rego", Label: Labelled, Doc: "A rule of Rego in a --policy folder that no naming convention explains, such as allow or a report. Its id is rego/<label>.",
		Attrs: []Attr{
			{Name: "package", Doc: "Package of the rule, such as acme.residency.", Required: true, NotNull: true},
			{Name: "rule", Doc: "Name of the rule, such as allow; keys below it after dots: report.violations.", Required: true, NotNull: true},
			{Name: "fails_when", Doc: "Values that are a finding. not_empty is a list, set or object with anything in it, and makes one finding for each member. A rule that is undefined is unknown unless that is listed; any other value that is not listed, but for true beside false, is an error.", Enum: []string{"false", "true", "undefined", "not_empty"}, List: true, Required: true, NotNull: true},
			{Name: "message", Doc: "What a finding says.", Required: true, NotNull: true},
			{Name: "severity", Doc: "Severity of its findings. Default: high.", Enum: severities(), NotNull: true},
			{Name: "blocks_from", Doc: "Stage from which its findings block. Default: poc.", Enum: []string{string(finding.PoC), string(finding.Pilot), string(finding.Production)}, NotNull: true},
			{Name: "remediation", Doc: "What to change.", NotNull: true},
			{Name: "path", Doc: "Where its findings are shown, such as system.go_live. Default: what the rule looked at.", NotNull: true},
			{Name: "input", Doc: "Part of the input that the rule sees as its input, such as system.eu_ai_act. Default: all of it.", NotNull: true},
		},
	}
}

func severities() []string {
	var out []string
	for _, s := range finding.Severities() {
		out = append(out, string(s))
	}
	return out
}

// paramAttrs is an attribute for each parameter, typed by its unit.
func paramAttrs() []Attr {
	params := Params()
	out := make([]Attr, 0, len(params))
	for _, name := range slices.Sorted(maps.Keys(params)) {
		p := params[name]
		a := Attr{Name: name, Type: Number, NotNull: true}
		unit := " " + p.Unit
		switch p.Unit {
		case "duration":
			a.Type, unit = Duration, ""
		case "share":
			a.Type, unit = Share, ""
		case "ratio":
			unit = ""
		}
		a.Doc = fmt.Sprintf("%s. Default: %v%s.", strings.TrimSuffix(p.Why, "."), p.Value, unit)
		out = append(out, a)
	}
	return out
}

// WriteConfigReference writes the reference of the configuration language as
// Markdown: the generated part of docs/configuration.md.
func WriteConfigReference(w io.Writer) error {
	var b strings.Builder
	for i := range Config().Blocks {
		writeBlock(&b, &Config().Blocks[i])
	}
	_, err := io.WriteString(w, b.String())
	return err
}
