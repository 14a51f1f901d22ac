package posture

import "fmt"

// String says what changed in a few words, without whether it widens. It holds
// text from manifests as it is.
func (c Change) String() string {
	s := c.about()
	switch {
	case c.Direction == Changed:
		if c.Attribute != "" {
			s += ", " + c.Attribute
		}
		return fmt.Sprintf("%s: %s → %s", s, orUndeclared(c.Before), orUndeclared(c.After))
	case c.After != "":
		s += " (" + c.After + ")"
	case c.Before != "":
		s += " (" + c.Before + ")"
	}
	return s
}

func orUndeclared(value string) string {
	if value == "" {
		return "not declared"
	}
	return value
}

// about names what a change is about.
func (c Change) about() string {
	switch {
	case c.Resource != "":
		return c.Subject + " on " + c.Resource
	case c.Category == "":
		return c.Subject
	case c.Direction == Changed:
		return c.Category + " at " + c.Subject
	}
	link := "at"
	switch c.Aspect {
	case Reach:
		link = "reaching"
	case DataSubject:
		link = "about"
	case Recipient:
		link = "received by"
	case Country:
		link = "in"
	case Purpose:
		link = "used for"
	}
	return fmt.Sprintf("%s %s %s", c.Category, link, c.Subject)
}

// Input is the change as policies see it, as schema.Derived describes it.
func (c Change) Input() map[string]any {
	out := map[string]any{
		"aspect": string(c.Aspect), "direction": string(c.Direction), "subject": c.Subject,
		"widens": c.Widens, "block": c.Block, "text": c.String(),
	}
	for name, v := range map[string]string{"category": c.Category, "resource": c.Resource, "attribute": c.Attribute, "before": c.Before, "after": c.After} {
		if v != "" {
			out[name] = v
		}
	}
	return out
}
