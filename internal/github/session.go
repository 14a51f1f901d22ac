package github

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"
	"github.com/sirupsen/logrus"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// session is one run of Publish against one pull request.
type session struct {
	api     *api
	opts    Options
	log     logrus.FieldLogger
	links   links
	head    string // of the pull request; known to be what the report is about
	author  string // login that our comments carry
	id, run string // of markers
	files   map[string]changedFile
	writes  int
}

func (p *Publisher) newSession(at target) (*session, error) {
	ends, err := p.opts.Env.endpoints()
	if err != nil {
		return nil, err
	}
	client := gh.NewClient(p.newHTTPClient(ends))
	client.BaseURL = ends.base
	client.UserAgent = "aicomply"
	return &session{
		api:   &api{client: client, graphql: ends.graphql.String(), at: at},
		opts:  p.opts,
		log:   p.log.WithField("target", at.String()),
		links: links{server: ends.server, repository: at.repository(), number: at.number},
		id:    publisherID(p.opts.Name),
		run:   runOf(p.opts.Env),
	}, nil
}

// converge reads what the pull request holds, and then writes the difference:
// the summary first, because it alone says it all, then new comments on lines,
// and what is out of date last, when nothing can be lost any more.
func (s *session) converge(ctx context.Context, r *report.Report) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	s.author = s.login(ctx)
	existing, err := s.ourLineComments(ctx)
	if err != nil {
		return err
	}
	p := planner{existing: existing, placed: s.place, text: s.commentText, noNew: s.opts.NoInline, stamp: s.marker, sha: s.head}.make(r)
	if err := s.writeSummary(ctx, r, p); err != nil {
		return fmt.Errorf("summary comment: %w", err)
	}
	if err := s.review(ctx, r, p); err != nil {
		return fmt.Errorf("review: %w", err)
	}
	return s.tidy(ctx, p)
}

// prepare finds out what the report is about, once.
func (s *session) prepare(ctx context.Context) error {
	switch {
	case s.files != nil:
		return nil
	case s.api.at.number == 0:
		s.head, s.links.sha = s.api.at.head, s.api.at.head
		s.files = map[string]changedFile{}
		return nil
	}
	if err := s.checkHead(ctx); err != nil {
		return err
	}
	files, err := s.readFiles(ctx)
	if err != nil {
		return err
	}
	if s.opts.Env.EventName == "pull_request_target" && !allAtHead(s.opts.Env.Workspace, files) {
		return errOthers
	}
	s.files = files
	known := map[string]bool{}
	s.links.moved = func(file string) bool {
		moved, ok := known[file]
		if !ok {
			moved = !s.unmoved(file)
			known[file] = moved
		}
		return moved
	}
	return nil
}

// checkHead stops a run whose report is not about the pull request's head.
func (s *session) checkHead(ctx context.Context) error {
	head, err := s.api.head(ctx)
	if err != nil {
		return fmt.Errorf("pull request: %w", err)
	}
	if want := cmp.Or(s.head, s.api.at.head); want != "" && head != want {
		return errMoved
	}
	s.head, s.links.sha = head, head
	return nil
}

// login is under whose name our comments stand. A workflow's token, which may
// not be able to say, writes as github-actions[bot].
func (s *session) login(ctx context.Context) string {
	const workflow = "github-actions[bot]"
	if s.opts.Author != "" {
		return s.opts.Author
	}
	login, err := s.api.viewer(ctx)
	if err != nil {
		s.log.WithField("reason", explain(err)).Debug("GitHub does not say whose token this is; taking it for a workflow's")
		return workflow
	}
	return login
}

func (s *session) marker(k kind, fingerprint string) marker {
	return marker{kind: k, id: s.id, fingerprint: fingerprint, sha: s.head, run: s.run}
}

func signed(text string, m marker) string { return text + "\n\n" + m.String() }

// own recognises a comment of this publisher by its marker and its author.
func (s *session) own(user *gh.User, body string) (string, marker, bool) {
	text, m, ok := splitMarker(body)
	return text, m, ok && m.id == s.id && strings.EqualFold(user.GetLogin(), s.author)
}

func (s *session) readFiles(ctx context.Context) (map[string]changedFile, error) {
	files, err := s.api.files(ctx)
	if err != nil {
		return nil, fmt.Errorf("files of the pull request: %w", err)
	}
	out := make(map[string]changedFile, len(files))
	for _, f := range files {
		hunks, lines, err := commentable(f.GetPatch())
		if err != nil {
			s.log.WithField("file", f.GetFilename()).WithError(err).Warn("no comments on the lines of a file")
		}
		out[f.GetFilename()] = changedFile{blob: f.GetSHA(), removed: f.GetStatus() == "removed", hunks: hunks, lines: lines}
	}
	return out, nil
}

// place is where on the pull request a comment about a finding can stand.
func (s *session) place(f finding.Finding) (span, bool) {
	file, ok := s.files[f.Range.File]
	if !ok {
		return span{}, false
	}
	lines, ok := place(file.hunks, linesOf(f.Range))
	if !ok || !sameAsHead(s.opts.Env.Workspace, f.Range.File, file.blob) {
		return span{}, false
	}
	return lines, true
}

func (s *session) ourLineComments(ctx context.Context) ([]ours, error) {
	all, err := s.api.lineComments(ctx)
	if err != nil {
		return nil, fmt.Errorf("comments on lines: %w", err)
	}
	replied := map[int64]bool{}
	for _, c := range all {
		replied[c.GetInReplyTo()] = true
	}
	var found []ours
	for _, c := range all {
		text, m, ok := s.own(c.GetUser(), c.GetBody())
		if ok && m.fingerprint != "" && c.GetInReplyTo() == 0 {
			last := c.GetLine()
			found = append(found, ours{
				id: c.GetID(), text: text, marker: m, replied: replied[c.GetID()],
				path: c.GetPath(), lines: span{cmp.Or(c.GetStartLine(), last), last},
			})
		}
	}
	return found, nil
}

// review adds the new comments on lines, all in one review. GitHub takes all
// or none; if it takes none, for a line that it does not show, the findings go
// to the summary.
func (s *session) review(ctx context.Context, r *report.Report, p plan) error {
	if len(p.create) == 0 {
		return nil
	}
	err := s.postReview(ctx, p.create)
	if unavailable(err) {
		err = s.reviewAgain(ctx, p.create, err)
	}
	if statusOf(err) != http.StatusUnprocessableEntity {
		return err
	}
	if moved := s.checkHead(ctx); moved != nil {
		return moved
	}
	s.log.WithField("reason", explain(err)).Warn("GitHub refused comments on lines; they go to the summary")
	return s.writeSummary(ctx, r, p.demote())
}

// reviewAgain repeats a review whose fate is unknown, without the comments that
// turn out to be there.
func (s *session) reviewAgain(ctx context.Context, create []lineComment, cause error) error {
	existing, err := s.ourLineComments(ctx)
	if err != nil {
		return cause
	}
	there := map[string]bool{}
	for _, c := range existing {
		there[c.marker.fingerprint] = true
	}
	left := slices.DeleteFunc(slices.Clone(create), func(c lineComment) bool { return there[c.finding.Fingerprint] })
	if len(left) == 0 {
		s.writes++
		return nil
	}
	return s.postReview(ctx, left)
}

func (s *session) postReview(ctx context.Context, create []lineComment) error {
	comments := make([]*gh.DraftReviewComment, 0, len(create))
	for _, c := range create {
		body := signed(c.text, s.marker(kindFinding, c.finding.Fingerprint))
		draft := &gh.DraftReviewComment{
			Path: gh.String(c.finding.Range.File),
			Body: &body,
			Side: gh.String("RIGHT"),
			Line: gh.Int(c.lines.last),
		}
		if c.lines.first < c.lines.last {
			draft.StartSide, draft.StartLine = gh.String("RIGHT"), gh.Int(c.lines.first)
		}
		comments = append(comments, draft)
	}
	body := signed("aicomply: "+plural(len(create), "new finding", "new findings")+" on changed lines.", s.marker(kindReview, ""))
	err := s.api.createReview(ctx, &gh.PullRequestReviewRequest{
		CommitID: &s.head,
		Body:     &body,
		Event:    gh.String("COMMENT"),
		Comments: comments,
	})
	return s.wrote(err)
}

// tidy brings older comments on lines up to date, and takes back those whose
// finding is gone.
func (s *session) tidy(ctx context.Context, p plan) error {
	for _, e := range p.edits {
		if err := s.wrote(s.api.editLineComment(ctx, e.id, signed(e.text, e.marker))); err != nil {
			return fmt.Errorf("edit comment %d: %w", e.id, err)
		}
	}
	for _, id := range p.remove {
		if err := s.wrote(s.api.deleteLineComment(ctx, id)); err != nil {
			return fmt.Errorf("delete comment %d: %w", id, err)
		}
	}
	return nil
}

// wrote counts a write that succeeded.
func (s *session) wrote(err error) error {
	if err == nil {
		s.writes++
	}
	return err
}
