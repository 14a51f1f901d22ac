package github

import (
	"cmp"
	"slices"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// maxInline is how many comments on lines there may be: with so many there, a
// run adds none.
const maxInline = 25

// ours is a comment that we wrote earlier.
type ours struct {
	id      int64
	text    string // without the marker
	marker  marker
	replied bool // by anyone
	path    string
	lines   span // at the head; zero where GitHub does not show it there any more
}

// lineComment is a comment to be made on lines of a file.
type lineComment struct {
	finding finding.Finding
	lines   span
	text    string
}

// edit changes the text of a comment on a line.
type edit struct {
	id     int64
	text   string
	marker marker
}

// plan is the difference between the comments on lines that there are and those
// that there should be.
type plan struct {
	create []lineComment
	edits  []edit
	remove []int64
	shown  []finding.Finding // findings with a comment on a line, old or new
	listed []finding.Finding // findings without one, for the summary
	// counted is the number of findings that are neither: undeclared facts of a
	// proof of concept.
	counted int
}

// planner knows what the plan depends on beside the report.
type planner struct {
	existing []ours // comments on lines
	placed   func(finding.Finding) (span, bool)
	text     func(f finding.Finding, file string, lines span) string // of a comment on lines
	noNew    bool                                                    // no new comments on lines
	stamp    func(kind, string) marker                               // a marker of this run, for a fingerprint
	sha      string
}

// make compares the findings that stand, worst first, with the comments that
// exist. Findings that the base has too get no new comment.
func (pl planner) make(r *report.Report) plan {
	var p plan
	existing := pl.byFingerprint(&p)
	seen := map[string]bool{}
	for _, f := range standing(r, &p.counted) {
		if seen[f.Fingerprint] || !isHex(f.Fingerprint, 8, 64) {
			p.listed = append(p.listed, f)
			continue
		}
		seen[f.Fingerprint] = true
		if old, ok := existing[f.Fingerprint]; ok {
			p.shown = append(p.shown, f)
			if text := pl.text(f, old.path, old.lines); old.marker.kind != kindFinding || old.text != text {
				p.edits = append(p.edits, edit{old.id, text, pl.stamp(kindFinding, f.Fingerprint)})
			}
			continue
		}
		lines, ok := pl.placed(f)
		if !ok || pl.noNew || len(p.shown) >= maxInline || (f.New != nil && !*f.New) {
			p.listed = append(p.listed, f)
			continue
		}
		p.shown = append(p.shown, f)
		p.create = append(p.create, lineComment{f, lines, pl.text(f, f.Range.File, lines)})
	}
	for _, old := range pl.existing {
		if !seen[old.marker.fingerprint] && existing[old.marker.fingerprint].id == old.id {
			pl.retire(&p, old)
		}
	}
	return p
}

// byFingerprint finds the comment of each fingerprint: the oldest, which
// concurrent runs agree on. Younger ones are removed.
func (pl planner) byFingerprint(p *plan) map[string]ours {
	slices.SortFunc(pl.existing, func(a, b ours) int { return cmp.Compare(a.id, b.id) })
	first := map[string]ours{}
	for _, old := range pl.existing {
		if _, ok := first[old.marker.fingerprint]; ok {
			pl.retire(p, old)
			continue
		}
		first[old.marker.fingerprint] = old
	}
	return first
}

// retire takes a comment back: away if nobody answered it, else by words.
func (pl planner) retire(p *plan, old ours) {
	switch {
	case !old.replied:
		p.remove = append(p.remove, old.id)
	case old.marker.kind != kindResolved:
		p.edits = append(p.edits, edit{old.id, resolvedText(pl.sha), pl.stamp(kindResolved, old.marker.fingerprint)})
	}
}

// standing is all findings to show, in report order. Undeclared facts of a
// proof of concept are only counted, as in every other output.
func standing(r *report.Report, counted *int) []finding.Finding {
	var fs []finding.Finding
	for _, d := range r.Deployments {
		for _, f := range d.Findings {
			switch {
			case !f.Stands():
			case d.Stage == finding.PoC && f.Kind == finding.Gap && !f.Blocking && f.Status == finding.Open:
				*counted++
			default:
				fs = append(fs, f)
			}
		}
	}
	finding.Sort(fs)
	return fs
}

// demote moves the comments that the plan would make into the summary.
func (p plan) demote() plan {
	made := map[string]bool{}
	for _, c := range p.create {
		p.listed = append(p.listed, c.finding)
		made[c.finding.Fingerprint] = true
	}
	p.shown = slices.DeleteFunc(slices.Clone(p.shown), func(f finding.Finding) bool { return made[f.Fingerprint] })
	p.create = nil
	finding.Sort(p.listed)
	return p
}
