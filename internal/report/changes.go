package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aicomply/aicomply/internal/posture"
)

// maxChanges is how many changes of one aspect are listed.
const maxChanges = 15

// changeGroup is the changes of one aspect, the widening ones first.
type changeGroup struct {
	title  string
	list   []posture.Change
	hidden int // left out of list
	wider  int // of the hidden, those that widen
}

// changeGroups sorts changes into groups in the order of aspects, each of at
// most limit; 0 = all.
func changeGroups(changes []posture.Change, limit int) []changeGroup {
	var out []changeGroup
	for _, aspect := range posture.Aspects() {
		g := changeGroup{title: aspectTitle(aspect)}
		for _, c := range changes {
			if c.Aspect == aspect {
				g.list = append(g.list, c)
			}
		}
		slices.SortStableFunc(g.list, func(a, b posture.Change) int { return ifElse(b.Widens, 1, 0) - ifElse(a.Widens, 1, 0) })
		if limit > 0 && len(g.list) > limit {
			for _, c := range g.list[limit:] {
				g.hidden++
				g.wider += ifElse(c.Widens, 1, 0)
			}
			g.list = g.list[:limit]
		}
		if len(g.list) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// rest says how many changes of a group are not listed.
func (g changeGroup) rest() string {
	s := fmt.Sprintf("and %d more", g.hidden)
	if g.wider > 0 {
		s += fmt.Sprintf(", %d of them widening", g.wider)
	}
	return s
}

func aspectTitle(a posture.Aspect) string {
	switch a {
	case posture.Reach:
		return "Reach of data"
	case posture.DataCategory:
		return "Data categories"
	case posture.DataSubject:
		return "Data subjects"
	case posture.Recipient:
		return "Recipients"
	case posture.Country:
		return "Countries"
	case posture.Purpose:
		return "Purposes"
	case posture.Retention:
		return "Retention"
	case posture.Model:
		return "Models"
	case posture.Tool:
		return "Tools"
	case posture.Access:
		return "Access"
	}
	return "Decisions"
}

// changesLine counts changes.
func changesLine(changes []posture.Change) string {
	wider := 0
	for _, c := range changes {
		wider += ifElse(c.Widens, 1, 0)
	}
	return fmt.Sprintf("%s in data and people, %d widening", count(len(changes), "change"), wider)
}

// ChangesMarkdown renders what a change does to data and people, as a Markdown
// list for each aspect, what widens in bold. It ends in an empty line, and is
// empty for no changes. limit is how many changes of one aspect are listed; 0 =
// as many as in a comment. Text from manifests is escaped.
func ChangesMarkdown(changes []posture.Change, limit int) string {
	if len(changes) == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s. What exposes more than before is bold.\n\n", EscapeMarkdown(changesLine(changes)))
	for _, g := range changeGroups(changes, ifElse(limit > 0, limit, maxChanges)) {
		fmt.Fprintf(&b, "**%s**\n\n", g.title)
		for _, c := range g.list {
			mark := ifElse(c.Widens, "**", "")
			fmt.Fprintf(&b, "- %s%s%s: %s\n", mark, c.Direction, mark, EscapeMarkdown(Clip(c.String(), maxText)))
			if n := nodes(c.Witness); len(n) > 1 {
				fmt.Fprintf(&b, "  path: %s\n", EscapeMarkdown(Clip(strings.Join(n, " → "), maxText)))
			}
		}
		if g.hidden > 0 {
			fmt.Fprintf(&b, "- %s\n", g.rest())
		}
		b.WriteString("\n")
	}
	return b.String()
}
