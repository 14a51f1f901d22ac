// Package github shows a report on GitHub: as annotations, step summary and
// outputs of a workflow, and as comments on a pull request.
//
// Everything that needs no network is written first, so a run with a read-only
// token (a fork, Dependabot) or without a pull request still shows all there is.
// Then the pull request is brought to a state that follows from the report: one
// summary comment, and comments on changed lines for at most 25 findings. What
// is there already is found by a marker on the last line of a comment and by its
// author; only differences are written, so a second run over the same report
// writes nothing, and a run that was cut short is completed by the next.
//
// Text from a report comes from whoever opened the pull request. Nothing of it
// is written unescaped.
package github

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/aicomply/aicomply/internal/report"
)

// CommentMode says when to comment on a pull request.
type CommentMode string

// The modes of commenting. The zero value is Auto.
const (
	Auto   CommentMode = "auto"   // when there is something to say, or an older comment to bring up to date
	Always CommentMode = "always" // also when there is nothing to say
	Never  CommentMode = "never"
)

// CommentModes lists the modes.
func CommentModes() []CommentMode { return []CommentMode{Auto, Always, Never} }

// Options say what to publish where. The zero value writes nothing but what
// Env asks for, which is nothing when it is empty.
type Options struct {
	Env   Env
	Token string // of the API; empty = no comments. Never logged.

	Repository  string // "owner/name"; empty = the event's
	PullRequest int    // number; 0 = the event's
	Head        string // commit that the report is about; empty = the event's, or else the pull request's head

	Comment        CommentMode
	CheckRun       bool   // also make a check run on the commit
	SARIF          string // file to hand to code scanning as well; empty = none
	NoInline       bool   // no new comments on lines; the summary lists all findings
	RequireComment bool   // an error, where a pull request cannot be written to
	PathPrefix     string // slash-separated folder of the repository in which aicomply ran
	Name           string // keeps apart several reports on one pull request; empty = PathPrefix
	Author         string // login under which the token writes; empty = asked of GitHub

	Stdout io.Writer          // takes workflow commands; nil = none
	Logger logrus.FieldLogger // nil = silent

	Transport http.RoundTripper                                // below retries and authorisation; nil = the default one
	Now       func() time.Time                                 // nil = time.Now
	Sleep     func(ctx context.Context, d time.Duration) error // nil = really sleep
	Timeout   time.Duration                                    // for all of Publish; 0 = 5 minutes

	// Deadline bounds one attempt of one request; nil = context.WithTimeout.
	Deadline func(context.Context, time.Duration) (context.Context, context.CancelFunc)
}

// ReportingMode says how much of a report reached GitHub.
type ReportingMode string

// The reporting modes.
const (
	Full     ReportingMode = "full"     // comments on the pull request
	Degraded ReportingMode = "degraded" // a pull request, but comments could not be written
	Local    ReportingMode = "local"    // no pull request, or comments switched off
	Outdated ReportingMode = "outdated" // the pull request has moved on; a later run reports
)

// Outcome is what was published.
type Outcome struct {
	Findings        int    // that stand; upcoming ones left out
	NewFindings     int    // of these, those that the base does not have; all, without a base
	Blocking        int    // of those that stand, those that make the run fail
	HighestSeverity string // of those that stand, or "none"
	Conclusion      string // success, failure, or error when something could not be checked
	ReportingMode   ReportingMode
	Reason          string   // why the mode is not Full; empty for Full
	Writes          int      // API calls that changed something
	Notes           []string // what else was asked for and could not be done, or only in part
}

// Publisher publishes reports. It keeps no state between calls of Publish.
type Publisher struct {
	opts Options
	log  logrus.FieldLogger
}

// New returns a publisher.
func New(opts Options) *Publisher {
	if opts.Comment == "" {
		opts.Comment = Auto
	}
	if opts.Name == "" {
		opts.Name = opts.PathPrefix
	}
	if opts.Stdout == nil {
		opts.Stdout = io.Discard
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Sleep == nil {
		opts.Sleep = sleep
	}
	if opts.Deadline == nil {
		opts.Deadline = context.WithTimeout
	}
	if opts.Timeout == 0 {
		opts.Timeout = 5 * time.Minute
	}
	if opts.Logger == nil {
		silent := logrus.New()
		silent.SetOutput(io.Discard)
		opts.Logger = silent
	}
	return &Publisher{opts: opts, log: opts.Logger}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Publish writes the local outputs and then brings the pull request, if there
// is one, in line with the report, which it leaves as it is. A pull request
// that cannot be written to is an error only with RequireComment; the outcome
// says so in any case.
func (p *Publisher) Publish(ctx context.Context, r *report.Report) (Outcome, error) {
	if !slices.Contains(CommentModes(), p.opts.Comment) {
		return Outcome{}, fmt.Errorf("comment mode %q is not one of %q", p.opts.Comment, CommentModes())
	}
	ctx, cancel := context.WithTimeout(ctx, p.opts.Timeout)
	defer cancel()

	r, err := relocate(r, p.opts.PathPrefix)
	if err != nil {
		return Outcome{}, err
	}
	out := assess(r)
	if err := p.writeLocal(r, out); err != nil {
		return out, err
	}
	if err := p.publishRemote(ctx, r, &out); err != nil {
		return out, errors.Join(err, p.writeOutput([]output{{"reporting-mode", string(out.ReportingMode)}}))
	}
	return out, p.finish(out)
}

// publishRemote sets the reporting mode, and writes to GitHub what it may.
func (p *Publisher) publishRemote(ctx context.Context, r *report.Report, out *Outcome) error {
	if p.opts.Comment == Never && !p.extras() {
		out.ReportingMode, out.Reason = Local, "comments are switched off"
		return nil
	}
	at, none, err := p.target()
	if err != nil {
		return err
	}
	s, err := p.newSession(at)
	if err != nil {
		return err
	}
	err = p.publishComments(ctx, s, r, none, out)
	if out.ReportingMode != Outdated {
		err = errors.Join(err, p.publishExtras(ctx, s, r, out))
	}
	out.Writes = s.writes
	return err
}

// publishComments brings the comments in line with the report. none says why
// there is no pull request, or is empty.
func (p *Publisher) publishComments(ctx context.Context, s *session, r *report.Report, none string, out *Outcome) error {
	switch {
	case p.opts.Comment == Never:
		out.ReportingMode, out.Reason = Local, "comments are switched off"
		return nil
	case none != "":
		out.ReportingMode, out.Reason = Local, none
		return nil
	case p.opts.Token == "":
		out.ReportingMode, out.Reason = Degraded, "there is no token"
		return nil
	}
	var err error
	out.ReportingMode, out.Reason, err = verdict(ctx, s.converge(ctx, r))
	if err != nil {
		return fmt.Errorf("publish to %s: %w", s.api.at, err)
	}
	return nil
}

// finish tells the reporting mode, and judges it by what was required.
func (p *Publisher) finish(out Outcome) error {
	if err := p.writeOutput([]output{{"reporting-mode", string(out.ReportingMode)}}); err != nil {
		return err
	}
	for _, note := range out.Notes {
		if err := p.notice(note); err != nil {
			return err
		}
	}
	if out.ReportingMode == Full {
		return nil
	}
	p.log.WithField("mode", out.ReportingMode).Info("the pull request does not show the report: " + out.Reason)
	if out.ReportingMode == Local {
		return nil
	}
	if err := p.notice("Comments on the pull request are missing or out of date: " + out.Reason + ". The findings are in the job summary."); err != nil {
		return err
	}
	if p.opts.RequireComment && out.ReportingMode == Degraded {
		return fmt.Errorf("comments are required, but %s", out.Reason)
	}
	return nil
}

// appendFile adds text to a file of the runner's, which must exist or be creatable.
func appendFile(name, text string) error {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
