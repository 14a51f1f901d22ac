package github

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/aicomply/aicomply/internal/report"
)

// extras reports whether more than comments was asked for.
func (p *Publisher) extras() bool { return p.opts.CheckRun || p.opts.SARIF != "" }

// publishExtras writes the check run and hands results to code scanning. They
// are an addition: what the token may not do, or GitHub cannot take for now, is
// told in a notice and fails no run.
func (p *Publisher) publishExtras(ctx context.Context, s *session, r *report.Report, out *Outcome) error {
	if !p.extras() {
		return nil
	}
	var up sarifUpload
	if p.opts.SARIF != "" {
		var err error
		if up, err = readSARIF(p.opts.SARIF); err != nil {
			return err
		}
	}
	if reason := p.unable(s.api.at); reason != "" {
		out.Notes = append(out.Notes, p.asked()+" could not be published: "+reason+".")
		return nil
	}
	if err := s.prepare(ctx); err != nil {
		return judge(ctx, s.api.at, p.asked(), err, out)
	}
	var failed error
	if p.opts.CheckRun {
		failed = judge(ctx, s.api.at, "The check run", s.checkRun(ctx, r), out)
	}
	if p.opts.SARIF != "" {
		failed = errors.Join(failed, p.publishSARIF(ctx, s, up, out))
	}
	return failed
}

func (p *Publisher) publishSARIF(ctx context.Context, s *session, up sarifUpload, out *Outcome) error {
	const what = "The results for code scanning"
	if !fullRef().MatchString(s.api.at.ref) {
		out.Notes = append(out.Notes, what+" could not be published: no branch, tag or pull request is known to which they belong.")
		return nil
	}
	if err := s.upload(ctx, up); err != nil {
		return judge(ctx, s.api.at, what, err, out)
	}
	if up.left > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("Code scanning got %d of %d results, the most severe ones: it takes no more. The SARIF file has all.", up.results-up.left, up.results))
	}
	return nil
}

// fullRef matches what code scanning takes for a ref.
var fullRef = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^refs/(heads|tags|pull)/[^\s\x00-\x1f]+$`)
})

// asked names what was asked for, to begin a sentence.
func (p *Publisher) asked() string {
	switch {
	case p.opts.SARIF == "":
		return "The check run"
	case !p.opts.CheckRun:
		return "The results for code scanning"
	}
	return "The check run and the results for code scanning"
}

// unable says what is missing to write anything to GitHub; "" if nothing is.
func (p *Publisher) unable(at target) string {
	switch {
	case p.opts.Token == "":
		return "there is no token"
	case at.owner == "":
		return "no repository is named"
	case at.number == 0 && at.head == "":
		return "no commit is named"
	}
	return ""
}

// judge turns what became of an addition into a note. As with comments, only
// what points at a fault, of this program or of its settings, stays an error.
func judge(ctx context.Context, at target, what string, err error, out *Outcome) error {
	if err == nil {
		return nil
	}
	reason := explain(err)
	switch {
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.Canceled):
		reason = "GitHub took too long"
	case errors.Is(err, errMoved), errors.Is(err, errOthers), unavailable(err):
	case denied(err):
		reason = "the token may not do that: " + reason
	default:
		return fmt.Errorf("publish to %s: %s: %w", at, what, err)
	}
	out.Notes = append(out.Notes, what+" could not be published: "+strings.TrimRight(reason, ".")+".")
	return nil
}
