package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aicomply/aicomply/internal/finding"
)

// TestStream: a report whose deployments are not kept renders to the same bytes
// as one that has them, in every format, however large it is.
func TestStream(t *testing.T) {
	for _, n := range []int{0, 1, 3, 700} {
		whole := fixture()
		some := whole.Deployments
		whole.Deployments = nil
		for i := range n {
			d := some[i%len(some)]
			d.Path = fmt.Sprint(d.Path, i)
			d.Findings = append([]finding.Finding{}, d.Findings...)
			whole.Deployments = append(whole.Deployments, d)
		}
		whole.Summarise()
		for _, f := range Formats() {
			o := Options{Verbose: n == 3, Width: 100}
			want := render(t, f.Name, whole, o)
			part := *whole
			part.Deployments, part.Summary = nil, Summary{}
			s := f.Stream(o)
			for _, d := range whole.Deployments {
				part.Count(d)
				if err := s.Add(&part, d, nil); err != nil {
					t.Fatal(err)
				}
			}
			part.Finish()
			var got strings.Builder
			if err := s.Finish(&got, &part); err != nil || got.String() != want {
				t.Errorf("%s of %d deployments: %d bytes instead of %d, error %v", f.Name, n, got.Len(), len(want), err)
			}
			s.Close()
			if n == 700 && f.Name == "markdown" && !strings.Contains(want, "left out of this summary") {
				t.Error("the summary is not full")
			}
		}
	}
}

func TestLines(t *testing.T) {
	var l Lines
	read := 0
	source := func(file string) []byte {
		read++
		return []byte("one\ntwo\n" + strings.Repeat("x", maxLine+1))
	}
	diag := func(line int) finding.Diagnostic {
		return finding.Diagnostic{Range: finding.Range{File: "f", Start: finding.Pos{Line: line}}}
	}
	l.Keep([]finding.Diagnostic{diag(2), diag(3), diag(2), {}}, source)
	s := Options{Lines: &l}.sources()
	if text, ok := s.line("f", 2); !ok || text != "two" || read != 1 {
		t.Errorf("line 2 is %q, read %d times", text, read)
	}
	for _, n := range []int{1, 3} { // not asked for; too long
		if text, ok := s.line("f", n); ok {
			t.Errorf("line %d is %q", n, text)
		}
	}
}
