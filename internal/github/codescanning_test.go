package github

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"
)

// sarifText is a SARIF file with so many results, the first a note, the others
// errors.
func sarifText(results int) string {
	var b strings.Builder
	b.WriteString(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"aicomply"}},"results":[`)
	for n := range results {
		level := "error"
		if n == 0 {
			level = "note"
		} else {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"ruleId":"r%d","level":%q,"rank":1.50}`, n, level)
	}
	b.WriteString(`]}]}`)
	return b.String()
}

func sarifFile(t *testing.T, text string) string {
	t.Helper()
	name := t.TempDir() + "/report.sarif"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestUpload(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.Env.Workspace = "/w o/repo"
	r.opts.SARIF = sarifFile(t, sarifText(3))
	out := r.mustPublish(makeReport(), Full)
	if got := string(f.uploads["refs/pull/2/head "+fakeHead+" aicomply"]); got != sarifText(3) || out.Writes != 1 || len(out.Notes) > 0 {
		t.Errorf("uploaded %q, notes %q", got, out.Notes)
	}
	if got, want := checkoutURI(`/w o/repo/`), "file:///w%20o/repo/"; got != want {
		t.Errorf("checkout %s, want %s", got, want)
	}
}

func TestUploadSaysWhatIsCut(t *testing.T) {
	f := withManifest(newFake(t))
	r := newRun(t, f)
	r.opts.SARIF = sarifFile(t, sarifText(maxResults+20))
	r.mustPublish(makeReport(), Full)
	text := string(f.uploads["refs/pull/2/head "+fakeHead+" aicomply"])
	if n := strings.Count(text, "ruleId"); n != maxResults || strings.Contains(text, "note") || !strings.Contains(text, `"rank":1.50`) {
		t.Errorf("%d results", n)
	}
	if want := "::notice title=aicomply::Code scanning got 5000 of 5020 results, the most severe ones"; !strings.Contains(r.stdout.String(), want) {
		t.Errorf("no %q in %s", want, r.stdout.String())
	}
}

func TestPackSARIF(t *testing.T) {
	// What does not compress: half the results go until it fits.
	noise := make([]byte, 60_000)
	rand.New(rand.NewSource(1)).Read(noise)
	big := strings.Replace(sarifText(100), `"rank":1.50`, fmt.Sprintf(`"message":"%x"`, noise[:30_000]), -1)
	big = strings.Replace(big, fmt.Sprintf("%x", noise[:30_000]), fmt.Sprintf("%x", noise[30_000:]), 50)
	up, err := packSARIF([]byte(big), 1000, 40_000)
	text, _ := unzip(up.zipped)
	if err != nil || up.left == 0 || len(up.zipped) > 40_000 || strings.Count(string(text), "ruleId") != 100-up.left || !json.Valid(text) {
		t.Errorf("%v: %d of %d left out, %d bytes", err, up.left, up.results, len(up.zipped))
	}
	for in, want := range map[string]string{
		"x":                             "not JSON",
		"[]":                            "not JSON",
		sarifText(1) + "{}":             "more after its end",
		`{"version":"2.0.0"}`:           "not SARIF 2.1.0",
		`{"version":"2.1.0","runs":[]}`: "with one run",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL"}}}]}`: `made by "CodeQL"`,
		`{"version":"2.1.0","runs":[7]}`:                                     `made by ""`,
	} {
		if _, err := packSARIF([]byte(in), 5, 1000); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", in, err, want)
		}
	}
	if _, err := packSARIF([]byte(sarifText(1)), 5, 10); err == nil || !strings.Contains(err.Error(), "even without results") {
		t.Errorf("error %v", err)
	}
}

func FuzzPackSARIF(f *testing.F) {
	f.Add([]byte(sarifText(3)))
	f.Add([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"aicomply"}},"results":[1,null,{"level":7}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		up, err := packSARIF(text, 2, 1<<20)
		if err != nil {
			return
		}
		out, err := unzip(up.zipped)
		if err != nil || !json.Valid(out) || up.left < 0 || up.results-up.left > 2 {
			t.Errorf("%+v, %v", up, err)
		}
	})
}
