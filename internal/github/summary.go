package github

import (
	"cmp"
	"context"
	"slices"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// writeSummary brings the one summary comment up to date: it edits the oldest
// there is, or makes one, and removes others. An unchanged text is left alone,
// whatever run it is from.
func (s *session) writeSummary(ctx context.Context, r *report.Report, p plan) error {
	text := summaryText(r, p, s.links)
	found, err := s.ourSummaries(ctx)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		if s.opts.Comment == Auto && nothingToSay(r) {
			return nil
		}
		if found, err = s.createSummary(ctx, text); err != nil {
			return err
		}
	}
	if len(found) == 0 { // GitHub's lists may lag behind; the next run tidies up
		return nil
	}
	if found[0].text != text {
		body := signed(text, s.marker(kindSummary, ""))
		if err := s.wrote(s.api.editComment(ctx, found[0].id, body)); err != nil {
			return err
		}
	}
	for _, extra := range found[1:] {
		if err := s.wrote(s.api.deleteComment(ctx, extra.id)); err != nil {
			return err
		}
	}
	return nil
}

// createSummary makes the comment and lists what there is then: a run beside
// this one may have made one too, and both keep the oldest. An attempt whose
// fate is unknown is repeated only if the list shows that it failed.
func (s *session) createSummary(ctx context.Context, text string) ([]ours, error) {
	body := signed(text, s.marker(kindSummary, ""))
	for attempt := 1; ; attempt++ {
		made, err := s.api.createComment(ctx, body)
		if err == nil {
			s.writes++
			// The author of what we just wrote is us, whatever we were told.
			s.author = cmp.Or(made.GetUser().GetLogin(), s.author)
			return s.ourSummaries(ctx)
		}
		if !unavailable(err) || attempt == 2 {
			return nil, err
		}
		found, listErr := s.ourSummaries(ctx)
		if listErr != nil {
			return nil, err
		}
		if len(found) > 0 {
			s.writes++
			return found, nil
		}
	}
}

// ourSummaries lists our comments on the conversation, oldest first.
func (s *session) ourSummaries(ctx context.Context) ([]ours, error) {
	all, err := s.api.comments(ctx)
	if err != nil {
		return nil, err
	}
	var found []ours
	for _, c := range all {
		if text, m, ok := s.own(c.GetUser(), c.GetBody()); ok && m.kind == kindSummary {
			found = append(found, ours{id: c.GetID(), text: text, marker: m})
		}
	}
	slices.SortFunc(found, func(a, b ours) int { return cmp.Compare(a.id, b.id) })
	return found, nil
}

// nothingToSay reports whether a run over everything found nothing, and the
// change does nothing that a reviewer should see.
func nothingToSay(r *report.Report) bool {
	return r.Summary.Open == 0 && assess(r).Conclusion == "success" && len(r.GateEdits) == 0 &&
		(r.Base == nil || r.Base.Problem == "") && !slices.ContainsFunc(r.Diagnostics, isGone) &&
		!slices.ContainsFunc(r.Deployments, func(d report.Deployment) bool { return len(d.Changes)+len(d.Fixed) > 0 })
}

func isGone(d finding.Diagnostic) bool { return d.Summary == report.GoneDeployment }
