package check_test

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/framework"
	"github.com/aicomply/aicomply/internal/policy"
)

// foreignSet compiles one file of other people's Rego.
func foreignSet(t *testing.T, rego string) check.Options {
	t.Helper()
	catalogue, err := framework.Load(fstest.MapFS{"data/frameworks/f.json": {Data: []byte(frameworks)}})
	if err != nil {
		t.Fatal(err)
	}
	set, diags := policy.Load(context.Background(), policy.Options{
		Sources: []policy.Source{{Name: "theirs", FS: fstest.MapFS{"p.rego": {Data: []byte("package main\n\n" + rego)}}}}, Frameworks: catalogue,
	})
	if set == nil {
		t.Fatalf("%v\n%s", diags, rego)
	}
	return check.Options{Policies: set, Frameworks: catalogue, Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
}

// fault is one thing that can be wrong in a block, and how Rego tests it.
type fault struct {
	typ       string
	good, bad string   // lines of the block; the one that is wrong ends in "# here"; in none, the header is the place
	wrong     string   // condition on x that holds for the bad block
	right     string   // condition on x that holds for the good ones
	skip      []string // styles in which it cannot be written
}

const attr = "x.%s == %s"

func faults() []fault {
	equal := func(typ, name, bad, good string) fault {
		return fault{typ: typ, good: name + " = " + good, bad: name + " = " + bad + " # here",
			wrong: fmt.Sprintf(attr, name, bad), right: fmt.Sprintf(attr, name, good)}
	}
	absent := func(typ, good, path string) fault {
		return fault{typ: typ, good: good, wrong: "not x." + path, right: "x." + path, skip: []string{"walk"}}
	}
	element := func(typ, name, good, bad string) fault {
		return fault{typ: typ, good: fmt.Sprintf("%s = [%q, %q]", name, good, good+"2"), bad: fmt.Sprintf("%s = [\n%q,\n%q, # here\n]", name, good, bad),
			wrong: fmt.Sprintf("some e in x.%s\n\te == %q", name, bad), right: fmt.Sprintf("every e in x.%s { e != %q }", name, bad)}
	}
	return []fault{
		equal("store", "public", "true", "false"), equal("store", "encryption_at_rest", `"none"`, `"customer_managed"`),
		equal("model", "hosting", `"api"`, `"embedded"`), equal("tool", "effect", `"irreversible"`, `"read"`),
		equal("flow", "encryption_in_transit", `"none"`, `"tls1.3"`), equal("principal", "authentication", `"password"`, `"sso"`),
		absent("store", `retention = "30d"`, "retention"), absent("model", `version = "1"`, "version"),
		absent("flow", `authentication = "mtls"`, "authentication"), absent("monitor", "alert {\nowner = \"o\"\n}", "alert.owner"),
		element("tool", "scopes", "mail.read", "admin"), element("model", "tasks", "triage", "scoring"), element("notice", "audience", "employee", "everyone"),
		{typ: "evaluation", good: "value = 0.9", bad: "value = 0.2 # here", wrong: "x.value < 0.5", right: "x.value >= 0.5", skip: []string{"walk"}},
		{typ: "evaluation", good: "value = 0.9\nthreshold = 0.8", bad: "value = 0.2 # here\nthreshold = 0.8", wrong: "x.value < x.threshold", right: "x.value >= x.threshold", skip: []string{"walk", "object.get"}},
		{typ: "monitor", good: "drift {\nthreshold = 0.1\n}", bad: "drift {\nthreshold = 0.7 # here\n}", wrong: "x.drift.threshold > 0.5", right: "x.drift.threshold <= 0.5", skip: []string{"walk"}},
		{typ: "monitor", good: "alert {\nexpected_per_day = 1\n}", bad: "alert {\nexpected_per_day = 90 # here\n}", wrong: "to_number(x.alert.expected_per_day) > 50", right: "to_number(x.alert.expected_per_day) <= 50", skip: []string{"walk"}},
		{typ: "evaluation", good: "group \"a\" {\nvalue = 0.9\n}\ngroup \"b\" {\nvalue = 0.9\n}", bad: "group \"a\" {\nvalue = 0.9\n}\ngroup \"b\" {\nvalue = 0.1 # here\n}",
			wrong: "some g in x.group\n\tg.value < 0.5", right: "every g in x.group { g.value >= 0.5 }", skip: []string{"walk"}},
	}
}

// styles are ways to write a rule without a path: T is the type of block, W and
// R the conditions.
var styles = []struct{ name, rego string }{
	{"some in", "deny contains msg if {\n\tsome x in input.T\n\tW\n\tmsg := sprintf(\"%s is wrong\", [x.name])\n}"},
	{"index", "deny contains msg if {\n\tx := input.T[i]\n\tW\n\tmsg := sprintf(\"%d is wrong\", [i])\n}"},
	{"underscore", "deny contains msg if {\n\tx := input.T[_]\n\tW\n\tmsg := concat(\" \", [x.ref, \"is wrong\"])\n}"},
	{"constant message", "deny contains \"something is wrong\" if {\n\tsome x in input.T\n\tW\n}"},
	{"violation object", "violation contains {\"msg\": msg, \"details\": {\"block\": x}} if {\n\tsome x in input.T\n\tW\n\tmsg := \"wrong\"\n}"},
	{"helper set", "wrong contains x.name if {\n\tsome x in input.T\n\tW\n}\n\ndeny contains msg if {\n\tsome name in wrong\n\tmsg := sprintf(\"%s is wrong\", [name])\n}"},
	{"helper of blocks", "wrong contains x if {\n\tsome x in input.T\n\tW\n}\n\ndeny_them contains x.name if some x in wrong"},
	{"helper object", "wrong[x.name] := x if {\n\tsome x in input.T\n\tW\n}\n\ndeny contains msg if {\n\tsome name, _ in wrong\n\tmsg := name\n}"},
	{"membership", "wrong contains x.name if {\n\tsome x in input.T\n\tW\n}\n\ndeny contains msg if {\n\tsome y in input.T\n\ty.name in wrong\n\tmsg := y.name\n}"},
	{"function", "wrong(x) if {\n\tW\n}\n\ndeny contains msg if {\n\tsome x in input.T\n\twrong(x)\n\tmsg := x.name\n}"},
	{"not function", "ok(x) if {\n\tR\n}\n\ndeny contains msg if {\n\tsome x in input.T\n\tnot ok(x)\n\tmsg := x.name\n}"},
	{"default function", "default ok(_) := false\n\nok(x) if {\n\tR\n}\n\ndeny contains msg if {\n\tsome x in input.T\n\tok(x) == false\n\tmsg := x.name\n}"},
	{"nested functions", "bad(x) if {\n\tW\n}\n\nwrong(x) if {\n\tx.name\n\tbad(x)\n}\n\ndeny contains msg if {\n\tsome x in input.T\n\twrong(x)\n\tmsg := x.ref\n}"},
	{"comprehension", "deny contains msg if {\n\tnames := [x.name | some x in input.T; W]\n\tsome msg in names\n}"},
	{"count", "deny contains msg if {\n\tsome x in input.T\n\tcount([1 | W]) > 0\n\tmsg := x.name\n}"},
	{"count of all", "deny contains \"some are wrong\" if count([1 | some x in input.T; W]) > 0"},
	{"list", "deny := [msg | some x in input.T; W; msg := sprintf(\"%s\", [x.name])]"},
	{"partial object", "deny[x.name] := msg if {\n\tsome x in input.T\n\tW\n\tmsg := \"wrong\"\n}"},
	{"with", "wrong if {\n\tx := input\n\tW\n}\n\ndeny contains msg if {\n\tsome block in input.T\n\twrong with input as block\n\tmsg := block.name\n}"},
	{"gate before", "deny contains msg if {\n\tinput.system.stage == \"pilot\"\n\tsome x in input.T\n\tW\n\tmsg := x.name\n}"},
	{"gate after", "deny contains msg if {\n\tsome x in input.T\n\tW\n\tinput.system.stage == \"pilot\"\n\tmsg := x.name\n}"},
	{"deep gate", "deny contains msg if {\n\tinput.system.volume.per_week > 10\n\tsome x in input.T\n\tW\n\tmsg := x.name\n}"},
	{"deep gate after, constant message", "deny contains \"wrong\" if {\n\tsome x in input.T\n\tW\n\tinput.system.volume.per_week > 10\n}"},
	{"exemption", "exempt contains \"nobody\"\n\ndeny contains msg if {\n\tsome x in input.T\n\tnot x.name in exempt\n\tW\n\tmsg := x.name\n}"},
	{"every", "deny contains \"not all are right\" if not all_right\n\nall_right if {\n\tevery x in input.T { R }\n}"},
	{"object.get", "deny contains msg if {\n\tsome block in input.T\n\tx := object.union({}, block)\n\tW\n\tmsg := x.name\n}"},
	{"walk", "deny contains msg if {\n\twalk(input.T, [path, block])\n\tis_object(block)\n\tx := block\n\tW\n\tmsg := sprintf(\"at %v\", [path])\n}"},
	{"chained", "step[x.ref] := x if some x in input.T\n\nwrong[ref] := x if {\n\tsome ref, x in step\n\tW\n}\n\ndeny contains msg if {\n\tsome ref, _ in wrong\n\tmsg := sprintf(\"%s\", [ref])\n}"},
	{"else", "verdict(x) := \"bad\" if {\n\tW\n} else := \"good\"\n\ndeny contains msg if {\n\tsome x in input.T\n\tverdict(x) == \"bad\"\n\tmsg := x.name\n}"},
	{"difference", "right contains x.name if {\n\tsome x in input.T\n\tR\n}\n\ndeny contains msg if {\n\tsome msg in {y.name | some y in input.T} - right\n}"},
}

// manifestWith writes a manifest whose blocks of a type are right but for one,
// and says on which line the wrong one is wrong.
func manifestWith(r *rand.Rand, f fault) (text string, line int) {
	blocks := []string{"party \"p\" {\n}"}
	fixed := map[string]string{"flow": "from = principal.start\nto = store.end\n"}
	n := 2 + r.Intn(4)
	wrong := r.Intn(n)
	for i := range n {
		body := f.good
		if i == wrong {
			body = f.bad
		}
		header := fmt.Sprintf("%s \"b%d\" {", f.typ, i)
		if i == wrong && !strings.Contains(body, "# here") {
			header += " # here"
		}
		blocks = append(blocks, header+"\n"+fixed[f.typ]+body+"\n}")
	}
	if f.typ == "flow" {
		blocks = append(blocks, "principal \"start\" {\n}", "store \"end\" {\n}")
	}
	r.Shuffle(len(blocks), func(i, j int) { blocks[i], blocks[j] = blocks[j], blocks[i] })
	text = "system \"s\" {\nstage = \"pilot\"\nvolume {\nper_week = 100\n}\n}\n" + strings.Join(blocks, "\n\n") + "\n"
	for i, l := range strings.Split(text, "\n") {
		if strings.HasSuffix(l, "# here") {
			line = i + 1
		}
	}
	return text, line
}

// TestLocationsOfACorpus seeds one fault into each of many manifests, and looks
// for it with a rule that names no path.
func TestLocationsOfACorpus(t *testing.T) {
	const seeds = 2
	total, exact := 0, 0
	misses := map[string][]string{}
	for fi, f := range faults() {
		for si, s := range styles {
			if slices.Contains(f.skip, s.name) {
				continue
			}
			rego := strings.NewReplacer("input.T", "input."+f.typ, "W", f.wrong, "R", f.right).Replace(s.rego)
			if strings.Contains(s.rego, "; W") || strings.Contains(s.rego, "| W") || strings.Contains(s.rego, "{ R }") {
				rego = strings.NewReplacer("input.T", "input."+f.typ, "W", strings.ReplaceAll(f.wrong, "\n\t", "; "), "R", strings.ReplaceAll(f.right, "\n\t", "; ")).Replace(s.rego)
			}
			o := foreignSet(t, rego)
			for seed := range seeds {
				r := rand.New(rand.NewSource(int64(fi*10000 + si*100 + seed)))
				text, line := manifestWith(r, f)
				report := run(t, deploymentOf(t, text), o)
				got := lines(report.Deployments[0].Findings)
				if p := report.Deployments[0].Policies[0]; p.Result != finding.Failed {
					t.Fatalf("%s on %s: %+v\n%s\n%s", s.name, f.wrong, p, rego, text)
				}
				if total++; len(got) == 1 && got[0] == line {
					exact++
				} else {
					misses[s.name] = append(misses[s.name], fmt.Sprintf("%q: lines %v, want %d", f.wrong, got, line))
				}
			}
		}
	}
	t.Logf("%d of %d findings on the exact line: %.1f %%", exact, total, 100*float64(exact)/float64(total))
	for _, s := range styles {
		if ms := misses[s.name]; len(ms) > 0 {
			t.Logf("%s misses %d, such as %s", s.name, len(ms), ms[0])
		}
	}
	if total != 1060 || exact < 1038 { // docs/policies.md says so
		t.Errorf("%d of %d", exact, total)
	}
}

func lines(fs []finding.Finding) []int {
	var out []int
	for _, f := range fs {
		out = append(out, f.Range.Start.Line)
	}
	return out
}
