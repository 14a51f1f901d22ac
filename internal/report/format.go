package report

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// Options says how a format renders. The zero value is a plain rendering
// without source lines.
type Options struct {
	Color   bool // ANSI colours, in the text format
	Width   int  // columns of the terminal; 0 = do not wrap
	Verbose bool // also controls, policies that were not evaluated, and what is only counted otherwise

	// Sources gives the bytes of a source file that a Range names, or nil.
	// Without it no source lines are shown.
	Sources func(file string) []byte

	// Lines are lines of source files that are at hand even so; it may be nil.
	Lines *Lines

	// Prefix is the slash-separated path from the root of the repository to
	// where the files of the report are relative to. The formats that GitHub
	// reads (sarif, github) name files from the root.
	Prefix string
}

// Format turns a report into bytes.
type Format struct {
	Name  string // as given to --format
	Doc   string // one line for the help text
	Ext   string // of a file in this format, with the dot
	begin func() renderer
}

// Formats lists the formats in the order in which the help text shows them.
func Formats() []Format {
	return []Format{
		{"text", "for people, at a terminal", ".txt", func() renderer { return &textFormat{} }},
		{"json", "the whole report; can be read back as a baseline", ".json", func() renderer { return jsonFormat{} }},
		{"sarif", "SARIF 2.1.0, for code scanning", ".sarif", func() renderer { return &sarifFormat{} }},
		{"junit", "JUnit XML, for CI servers", ".xml", func() renderer { return &junitFormat{} }},
		{"markdown", "GitHub Flavored Markdown, for step summaries and files", ".md", func() renderer { return &markdownFormat{} }},
		{"github", "GitHub workflow annotations", ".log", func() renderer { return &githubFormat{} }},
	}
}

// Lookup finds a format by name. Its error lists the formats and the nearest.
func Lookup(name string) (Format, error) {
	names := make([]string, 0, len(Formats()))
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("%q is not one of %s.%s", name, strings.Join(names, ", "), suggest.DidYouMean(name, names))
}

// fromRoot is the path of a file from the root of the repository.
func (o Options) fromRoot(file string) string {
	if o.Prefix == "" || path.IsAbs(file) {
		return file
	}
	return path.Join(o.Prefix, file)
}

// onlyCounted reports whether a finding is counted instead of listed: in a
// proof of concept most facts are not declared yet, and a list of them hides
// what matters.
func (o Options) onlyCounted(d Deployment, f finding.Finding) bool {
	return !o.Verbose && d.Stage == finding.PoC && f.Kind == finding.Gap && !f.Blocking && f.Status == finding.Open
}

// stage says at which stage a deployment was evaluated.
func (d Deployment) stage() string {
	if d.Readiness != nil {
		return fmt.Sprintf("stage %s, evaluated at %s", d.Readiness.DeclaredStage, d.Stage)
	}
	return "stage " + string(d.Stage)
}

// listed splits the findings of a deployment into those to list and the number
// of those that are only counted.
func (o Options) listed(d Deployment) (list []finding.Finding, counted int) {
	for _, f := range d.Findings {
		if o.onlyCounted(d, f) {
			counted++
		} else {
			list = append(list, f)
		}
	}
	return list, counted
}

// undeclared says how many findings were only counted.
func undeclared(n int) string {
	return fmt.Sprintf("%s not declared yet; --stage production or --verbose lists %s",
		count(n, "fact"), ifElse(n == 1, "it", "them"))
}

// tags says in words what state a finding is in, most telling first. They hold
// only words of this package and dates.
func tags(f finding.Finding) []string {
	var t []string
	switch {
	case f.Status == finding.Waived:
		t = append(t, "waived")
	case f.Kind == finding.Upcoming && f.AppliesFrom != "":
		t = append(t, "upcoming, applies from "+f.AppliesFrom)
	case f.Kind == finding.Upcoming:
		t = append(t, "upcoming")
	case f.Blocking:
		t = append(t, "blocking")
	default:
		t = append(t, "advisory")
	}
	if f.Status == finding.Pending {
		t = append(t, "waiver pending")
	}
	if f.Kind != finding.Violation && f.Kind != finding.Upcoming {
		t = append(t, string(f.Kind))
	}
	if f.New != nil && *f.New {
		t = append(t, "new")
	}
	return t
}

// waiverNote explains the waiver of a finding, or is empty.
func waiverNote(f finding.Finding) string {
	switch {
	case f.Waiver == "":
		return ""
	case f.Status == finding.Waived:
		return "waived by " + f.Waiver
	case f.Status == finding.Pending:
		return f.Waiver + " would waive it, but is not on the base yet, so the finding stands"
	}
	return ""
}

// nodes is the witness as a reader follows it: the nodes without their block
// types. The flows between them are left out.
func nodes(witness []string) []string {
	var names []string
	for i, w := range witness {
		if i%2 == 1 {
			continue
		}
		if _, label, ok := strings.Cut(w, "."); ok {
			w = label
		}
		names = append(names, w)
	}
	return names
}

// place is where a finding is, as editors and terminals link it: file:line:col,
// or its logical path where no source is known.
func place(f finding.Finding) string {
	switch {
	case f.Range.File == "":
		return f.Path.String()
	case f.Range.Start.Line < 1:
		return f.Range.File
	case f.Range.Start.Column < 1:
		return fmt.Sprintf("%s:%d", f.Range.File, f.Range.Start.Line)
	}
	return fmt.Sprintf("%s:%d:%d", f.Range.File, f.Range.Start.Line, f.Range.Start.Column)
}

// Sentence joins a title and a message that often begins with the same words.
func Sentence(f finding.Finding) string {
	switch {
	case f.Message == "" || f.Message == f.Title:
		return f.Title
	case f.Title == "":
		return f.Message
	}
	return f.Title + ": " + f.Message
}

// count gives "1 finding", "2 findings".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(stem, "a") { // policies, but days
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func ifElse[T any](cond bool, yes, no T) T {
	if cond {
		return yes
	}
	return no
}

// failures are the policies of a deployment that could not be evaluated.
func (d Deployment) failures() []PolicyResult {
	return slices.DeleteFunc(slices.Clone(d.Policies), func(p PolicyResult) bool {
		return p.Result != finding.Errored
	})
}
