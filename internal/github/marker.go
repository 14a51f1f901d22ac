package github

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// kind says what a comment of ours is.
type kind string

const (
	kindSummary  kind = "summary"  // the one comment on the conversation
	kindFinding  kind = "finding"  // on a line, about one finding
	kindResolved kind = "resolved" // was about a finding that is gone; kept for its replies
	kindReview   kind = "review"   // text of the review that carries comments on lines
)

// marker is the last line of every comment we write, as an HTML comment. It is
// made of hex and digits only, so nothing in it can end it early.
type marker struct {
	kind        kind
	id          string // of the publisher, see publisherID
	fingerprint string // of the finding; empty for a summary
	sha         string // head commit at the time of writing
	run         string // "id.attempt" of the workflow run
}

// markerLine is compiled when first needed, not at every start of the program.
var markerLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^<!-- aicomply:v1 kind=(summary|finding|resolved|review) id=([0-9a-f]{16})(?: fp=([0-9a-f]{8,64}))? sha=([0-9a-f]{40,64}) run=([0-9]{1,20}\.[0-9]{1,10}) -->$`)
})

func (m marker) String() string {
	fp := ""
	if m.fingerprint != "" {
		fp = " fp=" + m.fingerprint
	}
	return fmt.Sprintf("<!-- aicomply:v1 kind=%s id=%s%s sha=%s run=%s -->", m.kind, m.id, fp, m.sha, m.run)
}

// splitMarker takes a comment's body apart into text and marker. Only the last
// line is looked at: text above it may quote anything.
func splitMarker(body string) (text string, m marker, ok bool) {
	body = strings.TrimRight(strings.ReplaceAll(body, "\r\n", "\n"), " \n")
	text, last := "", body
	if i := strings.LastIndexByte(body, '\n'); i >= 0 {
		text, last = body[:i], body[i+1:]
	}
	found := markerLine().FindStringSubmatch(last)
	if found == nil {
		return body, marker{}, false
	}
	m = marker{kind: kind(found[1]), id: found[2], fingerprint: found[3], sha: found[4], run: found[5]}
	return strings.TrimRight(text, " \n"), m, true
}

// publisherID tells apart reports that are published side by side on one pull
// request, such as those of two folders.
func publisherID(name string) string {
	sum := sha256.Sum256([]byte("aicomply\x00" + name))
	return hex.EncodeToString(sum[:8])
}

// isNumber reports decimal digits, at most so many.
func isNumber(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

// runOf is the marker's run: digits only, whatever the environment says.
func runOf(e Env) string {
	id, attempt := e.RunID, e.RunAttempt
	if !isNumber(id, 20) {
		id = "0"
	}
	if !isNumber(attempt, 10) {
		attempt = "0"
	}
	return id + "." + attempt
}
