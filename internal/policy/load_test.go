package policy

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/schema"
)

func TestLoadRefuses(t *testing.T) {
	without := func(line string) string {
		return strings.Replace(policyText("a/b", always), line+"\n", "", 1)
	}
	with := func(line, by string) string {
		return strings.Replace(policyText("a/b", always), line, by, 1)
	}
	file := func(text string) map[string]string { return map[string]string{"a/b/b.rego": text} }
	tests := map[string]struct {
		files map[string]string
		want  string // the diagnostics, each up to the words given
	}{
		"no metadata":         {file("package aicomply.policies.a.b\n" + always), "pack/a/b/b.rego:1:1-1:8 error: Policy without METADATA: Write a comment block"},
		"no title":            {file(without("# title: A title")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks title: Add title"},
		"no description":      {file(without("# description: Why it matters.")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks description:"},
		"no severity":         {file(without("#   severity: high")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks severity: Add custom: severity"},
		"no blocks_from":      {file(without("#   blocks_from: pilot")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks blocks_from:"},
		"no method":           {file(without("#   method: attr")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks method:"},
		"no remediation":      {file(without("#   remediation: Do it.")), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks remediation:"},
		"no controls":         {file(without(`#   controls: ["gdpr:44"]`)), "pack/a/b/b.rego:1:1-1:11 error: METADATA lacks controls:"},
		"empty controls":      {file(with(`["gdpr:44"]`, "[]")), "pack/a/b/b.rego:9:5-9:17 error: Policy without controls:"},
		"severity":            {file(with("high", "hgh")), `pack/a/b/b.rego:5:5-5:18 error: Unknown severity: custom.severity is "hgh"; it must be one of critical, high, medium, low. Did you mean "high"?`},
		"stage":               {file(with("pilot", "retired")), `pack/a/b/b.rego:6:5-6:25 error: Unknown blocks_from: custom.blocks_from is "retired"; it must be one of poc, pilot, production.`},
		"method":              {file(with("attr", "grahp")), `pack/a/b/b.rego:7:5-7:18 error: Unknown method: custom.method is "grahp"; it must be one of attr, graph, arith, date, gap, evidence, diff. Did you mean "graph"?`},
		"control":             {file(with("gdpr:44", "gdpr:46")), `pack/a/b/b.rego:9:5-9:26 error: Unknown control: No framework has a control "gdpr:46". Did you mean "gdpr:44"?`},
		"profile":             {file(with("#   severity", "#   profiles: [gdpp]\n#   severity")), `pack/a/b/b.rego:5:5-5:21 error: Unknown profile: There is no profile "gdpp". Did you mean "gdpr"?`},
		"jurisdiction":        {file(with("#   severity", "#   jurisdictions: [\"\"]\n#   severity")), "pack/a/b/b.rego:5:5-5:24 error: Wrong value in METADATA: custom.jurisdictions must be a list of texts, none of them empty."},
		"severity type":       {file(with("high", "[high]")), "pack/a/b/b.rego:5:5-5:21 error: Wrong value in METADATA: custom.severity must be a text"},
		"waivable":            {file(with("#   severity", "#   waivable: no way\n#   severity")), "pack/a/b/b.rego:5:5-5:21 error: Wrong value in METADATA: custom.waivable must be true or false."},
		"custom key":          {file(with("#   severity", "#   severty: low\n#   severity")), `pack/a/b/b.rego:5:5-5:17 error: Unknown key in METADATA: custom has no key "severty". Did you mean "severity"?`},
		"bad yaml":            {file(with("# title: A title", "# title: [")), "pack/a/b/b.rego:"},
		"package":             {file(with("package aicomply.policies.a.b", "package aicomply.policies.a.c")), "pack/a/b/b.rego:10:1-10:8 error: Package and folder differ: The package is aicomply.policies.a.c; in this folder it must be aicomply.policies.a.b."},
		"no deny":             {one("allow := true"), "pack/a/b/b.rego:10:1-10:8 error: Policy without a deny rule:"},
		"deny a value":        {one(`deny := ["x"]`), "pack/a/b/b.rego:12:1-12:14 error: Rule deny is not a set of findings:"},
		"deny an object":      {one(`deny[x] := 1 if some x in input.system.tags`), "pack/a/b/b.rego:12:1-12:13 error: Rule deny is not a set of findings:"},
		"applies a set":       {one(always + "\napplies contains 1"), "pack/a/b/b.rego:13:1-13:19 error: Rule applies is not true or false:"},
		"parse error":         {one("deny contains { if"), "pack/a/b/b.rego:12:"},
		"array of objects":    {one(`deny contains {"path": ["flow"], "message": "m"} if input.flow[_].encrpytion`), `pack/a/b/b.rego:12:67-12:77 error: Unknown name in a policy: undefined ref: input.flow[_].encrpytion. There is no "encrpytion" here. Did you mean "encryption"?`},
		"type":                {one(`deny contains {"path": ["flow"], "message": "m"} if input.flow[_].name == 1`), "pack/a/b/b.rego:12:53-12:76 error: Policy does not compile: The two sides have different types"},
		"below a map":         {one(`deny contains {"path": ["n"], "message": "m"} if input.derived.node["store.x"].contry == "US"`), `pack/a/b/b.rego:12:80-12:86 error: Unknown name in a policy: The input has no "contry" here. Did you mean "country"?`},
		"below a map, some":   {one("deny contains {\"path\": [ref], \"message\": \"m\"} if {\n\tsome ref, n in input.derived.node\n\tsome r in n.receives\n\tr.categroy == \"user\"\n}"), `pack/a/b/b.rego:15:4-15:12 error: Unknown name in a policy: The input has no "categroy" here. Did you mean "category"?`},
		"below a map, :=":     {one("deny contains {\"path\": [ref], \"message\": \"m\"} if {\n\tsome ref\n\tn := input.derived.node[ref]\n\tnot n.contry\n}"), `pack/a/b/b.rego:15:8-15:14 error: Unknown name in a policy:`},
		"below a map, every":  {one("deny contains {\"path\": [\"x\"], \"message\": \"m\"} if {\n\tevery n in input.derived.node { n.contry == \"US\" }\n}"), `pack/a/b/b.rego:13:36-13:42 error: Unknown name in a policy:`},
		"unused variable":     {one(`deny contains {"path": ["flow"], "message": "m"} if { x := 1 }`), "pack/a/b/b.rego:12:55-12:61 error: Policy does not compile: assigned var x unused."},
		"http.send":           {one(`deny contains {"path": ["x"], "message": "m"} if http.send({"method": "get", "url": "http://x"})`), "pack/a/b/b.rego:12:50-12:97 error: Function not available: A policy may not call http.send: it reaches the network, the environment or chance. aicomply evaluates offline"},
		"opa.runtime":         {one(`deny contains {"path": ["x"], "message": "m"} if opa.runtime().env`), "pack/a/b/b.rego:12:50-12:63 error: Function not available: A policy may not call opa.runtime: it"},
		"lookup":              {one(`deny contains {"path": ["x"], "message": "m"} if net.lookup_ip_addr("x")`), "pack/a/b/b.rego:12:50-12:73 error: Function not available:"},
		"rand":                {one(`deny contains {"path": ["x"], "message": "m"} if rand.intn("x", 3) == 1`), "pack/a/b/b.rego:12:50-12:67 error: Function not available:"},
		"uuid":                {one(`deny contains {"path": ["x"], "message": "m"} if uuid.rfc4122("x") == "1"`), "pack/a/b/b.rego:12:50-12:67 error: Function not available:"},
		"json.match_schema":   {one(`deny contains {"path": ["x"], "message": "m"} if json.match_schema({}, {})[0]`), "pack/a/b/b.rego:12:50-12:75 error: Function not available:"},
		"metadata":            {one(`deny contains {"path": ["x"], "message": "m"} if rego.metadata.rule().title`), "pack/a/b/b.rego:12:50-12:70 error: Function not available: A policy may not call rego.metadata.rule: METADATA"},
		"empty":               {map[string]string{"README.md": "x"}, ":0:0-0:0 error: No policies found: no policies found in pack, expected <area>/<name>/<name>.rego, or Rego of other packages with rules such as deny."},
		"misplaced":           {map[string]string{"rules/x.rego": "package aicomply.x"}, "pack/rules/x.rego:0:0-0:0 error: Rego file in an unknown place:"},
		"too large":           {file(policyText("a/b", always) + strings.Repeat("#", maxFile)), "pack/a/b/b.rego:0:0-0:0 error: Policy file too large: A .rego file may have at most 1048576 bytes."},
		"deep brackets":       {one("x := " + strings.Repeat("[", 50000)), "pack/a/b/b.rego:12:106-12:107 error: Policy nested too deeply: Brackets may be nested 100 deep."},
		"long sum":            {one("x := 1" + strings.Repeat(" + 1", 20000)), "pack/a/b/b.rego:12:1-12:80007 error: Policy nested too deeply: An expression may be nested 1000 deep"},
		"deep comprehensions": {one("x := " + strings.Repeat("[1 | ", 40) + "true" + strings.Repeat("]", 40)), "pack/a/b/b.rego:12:1-12:250 error: Policy nested too deeply: Comprehensions may be nested 10 deep."},
		"long else":           {one("x := 1 if input.now" + strings.Repeat("\nelse := 2 if input.now", 20000)), "pack/a/b/b.rego:12:1-12:20 error: Policy nested too deeply: An expression may be nested 1000 deep"},
		"library package":     {map[string]string{"a/b/b.rego": policyText("a/b", always), "lib/x/x.rego": "package aicomply.helpers\ny := 1"}, "pack/lib/x/x.rego:1:1-1:8 error: Library package outside aicomply.lib: The package is aicomply.helpers."},
		"unknown data":        {map[string]string{"a/b/b.rego": policyText("a/b", `deny contains {"path": ["x"], "message": "m"} if data.data.contries.x`), "data/countries.json": `{"countries": {}}`}, `pack/a/b/b.rego:12:60-12:68 error: Unknown data: No file below data/ holds data.data.contries.x. Did you mean "countries"?`},
		"data not JSON":       {map[string]string{"a/b/b.rego": policyText("a/b", `deny contains {"path": ["x"], "message": "m"} if data.data.c.x`), "data/c.json": "{\n x}"}, "pack/data/c.json:2:2-2:3 error: Data file is not a JSON object:"},
		"data keys":           {map[string]string{"a/b/b.rego": policyText("a/b", `deny contains {"path": ["x"], "message": "m"} if data.data.c.x`), "data/c.json": `{"d": 1}`}, "pack/data/c.json:0:0-0:0 error: Data file holds other keys:"},
		"alias in use": {map[string]string{"a/b/b.rego": policyText("a/b", always),
			"a/c/c.rego": strings.Replace(policyText("a/c", always), "#   severity", "#   aliases: [a/b]\n#   severity", 1)}, `pack/a/c/c.rego:11:1-11:8 error: Alias in use:`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, diags := Load(context.Background(), testOptions(t, test.files))
			got := show(diags)
			if s != nil || !strings.HasPrefix(got, test.want) {
				t.Errorf("set: %v\n got %s\nwant %s", s != nil, got, test.want)
			}
			if strings.Count(got, "\n") > 1 && name != "bad yaml" && name != "parse error" {
				t.Errorf("more than one diagnostic:\n%s", got)
			}
		})
	}
}

func TestSources(t *testing.T) {
	lib := map[string]string{"lib/x/x.rego": "package aicomply.lib.x\n\nmessage := data.data.words.hello\n", "data/words.json": `{"words": {"hello": "from lib"}}`, "data/broken.json": "not read"}
	body := "import data.aicomply.lib.x\n\n" + `deny contains {"path": ["x"], "message": x.message}`
	with := func(more ...map[string]string) map[string]string {
		all := map[string]string{}
		for _, m := range append(more, lib) {
			maps.Copy(all, m)
		}
		return all
	}
	tests := map[string]struct {
		sources []Source
		ids     []string // of the policies, or
		want    string   // the beginning of the diagnostics
	}{
		"a pack uses the library":                  {[]Source{{"pack", packFS(one(body))}}, []string{"a/b"}, ""},
		"the library is part of the built-in pack": {[]Source{{"built-in", packFS(with(one(body)))}}, []string{"a/b"}, ""},
		"a copy of the built-in pack":              {[]Source{{"copy", packFS(with(one(body)))}}, []string{"a/b"}, ""},
		"two packs":                                {[]Source{{"p1", packFS(one(body))}, {"p2", packFS(map[string]string{"a/c/c.rego": policyText("a/c", body)})}}, []string{"a/b", "a/c"}, ""},
		"one id in two packs":                      {[]Source{{"p1", packFS(one(body))}, {"p2", packFS(one(body))}}, nil, "p2/a/b/b.rego:10:1-10:8 error: Policy defined twice: p1/a/b/b.rego defines a/b as well."},
		"another library file of one path":         {[]Source{{"pack", packFS(map[string]string{"a/b/b.rego": policyText("a/b", body), "lib/x/x.rego": "package aicomply.lib.x"})}}, nil, "pack/lib/x/x.rego:0:0-0:0 error: Library file defined twice: built-in/lib/x/x.rego holds another file"},
		"a package of the library":                 {[]Source{{"pack", packFS(map[string]string{"a/b/b.rego": policyText("a/b", body), "lib/y/y.rego": "package aicomply.lib.x"})}}, nil, "pack/lib/y/y.rego:1:1-1:8 error: Library package defined twice: built-in/lib/x/x.rego already defines aicomply.lib.x."},
		"another data file of one path":            {[]Source{{"pack", packFS(map[string]string{"a/b/b.rego": policyText("a/b", body), "data/words.json": `{"words": {}}`})}}, nil, "pack/data/words.json:0:0-0:0 error: Data file defined twice:"},
		"tests and main are not loaded":            {[]Source{{"pack", packFS(map[string]string{"a/b/b.rego": policyText("a/b", body), "a/b/b_test.rego": "not rego", "main.rego": "not rego", ".git/x.rego": "no"})}}, []string{"a/b"}, ""},
		"no sources":                               {nil, nil, ":0:0-0:0 error: No policies found: no policies found in no folder at all"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, diags := Load(context.Background(), Options{Sources: test.sources, Library: packFS(lib)})
			if got := show(diags); !strings.HasPrefix(got, test.want) || (s == nil) != (test.want != "") {
				t.Fatalf("got %s\nwant %s", got, test.want)
			}
			if s == nil {
				return
			}
			var ids []string
			for _, o := range mustEval(t, s, nil, EvalOptions{}) {
				ids = append(ids, o.ID)
				if len(o.Violations) != 1 || o.Violations[0].Message != "from lib" {
					t.Errorf("%+v", o)
				}
			}
			if !slices.Equal(ids, test.ids) {
				t.Errorf("policies %v, want %v", ids, test.ids)
			}
		})
	}
}

func TestRules(t *testing.T) {
	text := strings.NewReplacer(
		"# custom:\n", "# related_resources:\n#   - description: Chapter V\n#     ref: https://example.org/v\n# custom:\n",
		"#   severity", "#   jurisdictions: [EU]\n#   profiles: [gdpr]\n#   waivable: false\n#   aliases: [old/name]\n#   deprecated: use x/y\n#   severity",
	).Replace(policyText("a/b", always))
	s := mustLoad(t, map[string]string{"a/b/b.rego": text, "a/a/a.rego": policyText("a/a", always)})
	want := finding.Rule{
		ID: "a/b", Title: "A title", Description: "Why it matters.", Severity: finding.High, BlocksFrom: finding.Pilot,
		Controls: []finding.Control{{ID: "gdpr:44", Relation: finding.Requires}}, Remediation: "Do it.",
		Jurisdictions: []string{"EU"}, Profiles: []string{"gdpr"}, Method: "attr", NotWaivable: true,
		Aliases: []string{"old/name"}, Deprecated: "use x/y", Source: "pack/a/b/b.rego",
		RelatedResources: []finding.Resource{{Description: "Chapter V", Ref: "https://example.org/v"}},
	}
	got, ok := s.Rule("a/b")
	if d := cmp.Diff(want, got); d != "" || !ok {
		t.Error(d)
	}
	if rules := s.Rules(); len(rules) != 2 || rules[0].ID != "a/a" {
		t.Errorf("rules %v", rules)
	}
	if _, ok := s.Rule("old/name"); ok {
		t.Error("an alias is no id")
	}
	if got := s.Nearest("old/name"); got != "a/b" {
		t.Errorf("nearest to an alias: %q", got)
	}
}

func TestDigest(t *testing.T) {
	files := one(`deny contains {"path": ["x"], "message": data.data.words.a}`)
	files["data/words.json"] = `{"words": {"a": "b"}}`
	digest := func(name string) string {
		o := testOptions(t, files)
		o.Sources[0].Name = name
		return mustLoadOptions(t, o).Digest()
	}
	first := digest("pack")
	if !strings.HasPrefix(first, "sha256:") || len(first) != 71 || digest("elsewhere") != first {
		t.Errorf("digest %s", first)
	}
	files["README.md"] = "x"
	if digest("pack") != first {
		t.Error("a file that no finding depends on changed the digest")
	}
	files["data/words.json"] = `{"words": {"a": "c"}}`
	if digest("pack") == first {
		t.Error("data did not change the digest")
	}
}

// A named pipe among the policies must not block the run.
func TestLoadRefusesPipes(t *testing.T) {
	fsys := packFS(one(always))
	fsys["a/c/c.rego"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	s, diags := Load(context.Background(), Options{Sources: []Source{{"pack", fsys}}})
	if got, want := show(diags), "pack/a/c/c.rego:0:0-0:0 error: Cannot read policy file: open a/c/c.rego: not a regular file.\n"; s != nil || got != want {
		t.Errorf("got %s", got)
	}
}

// Every input of the built-in schema loads into OPA's type checker.
func TestBuiltInSchema(t *testing.T) {
	o := testOptions(t, one(`deny contains {"path": ["flow", f.name], "message": r.category} if {
	some f in input.flow
	some r in input.derived.flow[f.ref].receives
}`))
	o.InputSchema = schema.InputSchema
	mustLoadOptions(t, o)
	o.Sources[0].FS = packFS(one(`deny contains {"path": ["flow", f.name], "message": r.categories} if {
	some f in input.flow
	some r in input.derived.flow[f.ref].receives
}`))
	s, diags := Load(context.Background(), o)
	if got, want := show(diags), `pack/a/b/b.rego:12:55-12:65 error: Unknown name in a policy: The input has no "categories" here. Did you mean "category"?`; s != nil || !strings.HasPrefix(got, want) {
		t.Errorf("got %s", got)
	}
}
