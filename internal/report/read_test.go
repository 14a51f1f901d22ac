package report

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadGivesBackWhatWasWritten(t *testing.T) {
	for name, r := range map[string]*Report{"fixture": fixture(), "broken": broken(), "clean": clean(), "empty": {}} {
		written := render(t, "json", r, Options{})
		back, err := Read(strings.NewReader(written))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if again := render(t, "json", back, Options{}); again != written {
			t.Errorf("%s is not the same after a round trip:\n%s", name, cmp.Diff(written, again))
		}
	}
}

func TestReadRejects(t *testing.T) {
	const ok = `{"policy":"a/b","severity":"high","kind":"gap","status":"open","fingerprint":"ab"}`
	deployment := func(f string) string {
		return `{"schema_version":1,"deployments":[{"stage":"poc","findings":[` + ok + `,` + f + `]}]}`
	}
	with := func(from, to string) string { return deployment(strings.Replace(ok, from, to, 1)) }
	for name, c := range map[string]struct{ in, want string }{
		"empty":        {``, "byte 0: not a JSON report: unexpected end of JSON input"},
		"two values":   {`{"schema_version":1} {}`, "byte 22: not a JSON report"},
		"version":      {`{"schema_version":2}`, "schema_version is 2; this version of aicomply reads 1"},
		"no version":   {`{}`, "schema_version is 0"},
		"type":         {`{"schema_version":1,"deployments":[{"path":7}]}`, `"deployments.path" is a JSON number`},
		"severity":     {with("high", "hgih"), `deployments[0]: findings[1]: severity: "hgih" is not one of critical, high, medium, low`},
		"kind":         {with("gap", "x"), `deployments[0]: findings[1]: kind: "x" is not one of violation, gap`},
		"status":       {with("open", ""), `findings[1]: status: "" is not one of open, waived, pending`},
		"fingerprint":  {with(`"ab"`, `"--> x"`), `findings[1]: fingerprint: "--> x" is not hexadecimal`},
		"policy":       {with("a/b", ""), `findings[1]: policy: missing`},
		"range":        {with(`"open"`, `"open","range":{"start":{"line":-1}}`), `findings[1]: range: a position is negative`},
		"control":      {with(`"open"`, `"open","controls":[{"id":"x","relation":"likes"}]`), `findings[1]: controls[0]: relation: "likes"`},
		"applies_from": {with(`"open"`, `"open","applies_from":"soon"`), `findings[1]: applies_from: "soon" is not an ISO date`},
		"stage":        {`{"schema_version":1,"deployments":[{"stage":"beta"}]}`, `deployments[0]: stage: "beta"`},
		"result":       {`{"schema_version":1,"deployments":[{"stage":"poc","policies":[{"id":"a","result":"ok"}]}]}`, `deployments[0]: policies[0]: result: "ok"`},
		"diagram":      {`{"schema_version":1,"deployments":[{"stage":"poc","diagram":{"nodes":[{"ref":"a","severity":"bad"}]}}]}`, `deployments[0]: diagram: nodes[0]: severity: "bad" is none`},
		"rule":         {`{"schema_version":1,"rules":[{"id":"a","severity":"bad"}]}`, `rules[0]: severity: "bad"`},
		"diagnostic":   {`{"schema_version":1,"diagnostics":[{"severity":"fatal"}]}`, `diagnostics[0]: severity: "fatal"`},
		"fail_on":      {`{"schema_version":1,"fail_on":"never"}`, `fail_on: "never"`},
		"clock":        {`{"schema_version":1,"clock":"today"}`, `clock: "today" is not an ISO date`},
	} {
		_, err := Read(strings.NewReader(c.in))
		if err == nil || !strings.HasPrefix(err.Error(), "read report: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want … %s", name, err, c.want)
		}
	}
}

func TestReadTakesUnknownMembersAndCountsAnew(t *testing.T) {
	in := `{"schema_version":1,"from_the_future":{},"summary":{"open":0},
	  "deployments":[{"stage":"poc","findings":[{"policy":"a/b","severity":"high","kind":"gap","status":"open","fingerprint":"ab","x":1}]}]}`
	r, err := Read(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if r.Summary.Open != 1 {
		t.Errorf("summary is taken on trust: %+v", r.Summary)
	}
}

// spaces is an endless reader of white space.
type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReadIsBounded(t *testing.T) {
	_, err := Read(spaces{})
	if err == nil || err.Error() != "read report: larger than 64 MiB" {
		t.Errorf("got %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, r := range []*Report{fixture(), compared(), broken(), clean(), {}} {
		f.Add(render(f, "json", r, Options{}))
	}
	f.Add(`{"schema_version":1,"deployments":[null,{"stage":"poc","findings":[null]}]}`)
	f.Add(strings.Repeat("[", 20000))
	f.Add(`{"schema_version":1,"diagnostics":[{"severity":"error","range":{"file":"/a:b%","start":{"line":9223372036854775807,"column":9223372036854775807}}}]}`)
	f.Fuzz(func(t *testing.T, in string) {
		r, err := Read(strings.NewReader(in))
		if err != nil {
			return
		}
		o := Options{Sources: func(string) []byte { return []byte(in) }, Verbose: true, Prefix: "p"}
		for _, format := range Formats() {
			if err := format.Write(io.Discard, r, o); err != nil {
				t.Errorf("%s: %v", format.Name, err)
			}
		}
		written := render(t, "json", r, Options{})
		back, err := Read(strings.NewReader(written))
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if again := render(t, "json", back, Options{}); again != written {
			t.Errorf("not the same after a round trip:\n%s", cmp.Diff(written, again))
		}
		checkSafe(t, "text", render(t, "text", r, o))
		checkSafe(t, "github", render(t, "github", r, o))
	})
}
