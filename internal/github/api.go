package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	gh "github.com/google/go-github/v60/github"
)

// api is the few calls that are made, on one pull request.
type api struct {
	client  *gh.Client
	graphql string
	at      target
}

const (
	pageSize    = 100
	maxFiles    = 30 // pages; GitHub lists at most 3,000 files
	maxComments = 50 // pages
)

// viewer is the login under which the token writes. No REST call tells that
// for a workflow's token.
func (a *api) viewer(ctx context.Context) (string, error) {
	query := map[string]string{"query": "query{viewer{login}}"}
	req, err := a.client.NewRequest(http.MethodPost, a.graphql, query)
	if err != nil {
		return "", err
	}
	var answer struct {
		Data struct {
			Viewer struct {
				Login string `json:"login"`
			} `json:"viewer"`
		} `json:"data"`
	}
	if _, err := a.client.Do(ctx, req, &answer); err != nil {
		return "", err
	}
	if answer.Data.Viewer.Login == "" {
		return "", errors.New("the answer names no login")
	}
	return answer.Data.Viewer.Login, nil
}

// head is the commit that the pull request stands at now.
func (a *api) head(ctx context.Context) (string, error) {
	pr, _, err := a.client.PullRequests.Get(ctx, a.at.owner, a.at.name, a.at.number)
	if err != nil {
		return "", err
	}
	sha := pr.GetHead().GetSHA()
	if !isCommit(sha) {
		return "", fmt.Errorf("the pull request's head %q is not a commit id", sha)
	}
	return sha, nil
}

// paged collects the pages of a list.
func paged[T any](limit int, get func(gh.ListOptions) ([]T, *gh.Response, error)) ([]T, error) {
	var all []T
	opts := gh.ListOptions{PerPage: pageSize}
	for range limit {
		page, resp, err := get(opts)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if resp.NextPage <= opts.Page {
			break
		}
		opts.Page = resp.NextPage
	}
	return all, nil
}

func (a *api) files(ctx context.Context) ([]*gh.CommitFile, error) {
	return paged(maxFiles, func(o gh.ListOptions) ([]*gh.CommitFile, *gh.Response, error) {
		return a.client.PullRequests.ListFiles(ctx, a.at.owner, a.at.name, a.at.number, &o)
	})
}

func (a *api) lineComments(ctx context.Context) ([]*gh.PullRequestComment, error) {
	return paged(maxComments, func(o gh.ListOptions) ([]*gh.PullRequestComment, *gh.Response, error) {
		return a.client.PullRequests.ListComments(ctx, a.at.owner, a.at.name, a.at.number,
			&gh.PullRequestListCommentsOptions{ListOptions: o})
	})
}

func (a *api) comments(ctx context.Context) ([]*gh.IssueComment, error) {
	return paged(maxComments, func(o gh.ListOptions) ([]*gh.IssueComment, *gh.Response, error) {
		return a.client.Issues.ListComments(ctx, a.at.owner, a.at.name, a.at.number,
			&gh.IssueListCommentsOptions{ListOptions: o})
	})
}

func (a *api) createComment(ctx context.Context, body string) (*gh.IssueComment, error) {
	c, _, err := a.client.Issues.CreateComment(ctx, a.at.owner, a.at.name, a.at.number, &gh.IssueComment{Body: &body})
	return c, err
}

func (a *api) editComment(ctx context.Context, id int64, body string) error {
	_, _, err := a.client.Issues.EditComment(ctx, a.at.owner, a.at.name, id, &gh.IssueComment{Body: &body})
	return err
}

func (a *api) deleteComment(ctx context.Context, id int64) error {
	_, err := a.client.Issues.DeleteComment(ctx, a.at.owner, a.at.name, id)
	return goneIsFine(err)
}

func (a *api) editLineComment(ctx context.Context, id int64, body string) error {
	_, _, err := a.client.PullRequests.EditComment(ctx, a.at.owner, a.at.name, id, &gh.PullRequestComment{Body: &body})
	return err
}

func (a *api) deleteLineComment(ctx context.Context, id int64) error {
	_, err := a.client.PullRequests.DeleteComment(ctx, a.at.owner, a.at.name, id)
	return goneIsFine(err)
}

func (a *api) createReview(ctx context.Context, review *gh.PullRequestReviewRequest) error {
	_, _, err := a.client.PullRequests.CreateReview(ctx, a.at.owner, a.at.name, a.at.number, review)
	return err
}

func (a *api) checkRuns(ctx context.Context, sha, name string) ([]*gh.CheckRun, error) {
	return paged(maxComments, func(o gh.ListOptions) ([]*gh.CheckRun, *gh.Response, error) {
		page, resp, err := a.client.Checks.ListCheckRunsForRef(ctx, a.at.owner, a.at.name, sha,
			&gh.ListCheckRunsOptions{CheckName: &name, Filter: gh.String("all"), ListOptions: o})
		if err != nil {
			return nil, resp, err
		}
		return page.CheckRuns, resp, nil
	})
}

func (a *api) annotations(ctx context.Context, run int64) ([]*gh.CheckRunAnnotation, error) {
	return paged(maxComments, func(o gh.ListOptions) ([]*gh.CheckRunAnnotation, *gh.Response, error) {
		return a.client.Checks.ListCheckRunAnnotations(ctx, a.at.owner, a.at.name, run, &o)
	})
}

func (a *api) createCheckRun(ctx context.Context, o gh.CreateCheckRunOptions) (int64, error) {
	run, _, err := a.client.Checks.CreateCheckRun(ctx, a.at.owner, a.at.name, o)
	return run.GetID(), err
}

// updateCheckRun adds the annotations that it is given to those there are.
func (a *api) updateCheckRun(ctx context.Context, run int64, o gh.UpdateCheckRunOptions) error {
	_, _, err := a.client.Checks.UpdateCheckRun(once(ctx), a.at.owner, a.at.name, run, o)
	return err
}

// uploadSARIF hands results to code scanning, where they replace those of the
// same tool for the same commit.
func (a *api) uploadSARIF(ctx context.Context, results *gh.SarifAnalysis) error {
	_, _, err := a.client.CodeScanning.UploadSarif(replacing(ctx), a.at.owner, a.at.name, results)
	if accepted := new(gh.AcceptedError); errors.As(err, &accepted) {
		return nil // it is worked on later
	}
	return err
}

// goneIsFine takes a 404 on a deletion for done: another run was faster, or an
// answer was lost.
func goneIsFine(err error) error {
	if statusOf(err) == http.StatusNotFound {
		return nil
	}
	return err
}

// statusOf is the HTTP status that GitHub answered with, or 0.
func statusOf(err error) int {
	var refused *gh.ErrorResponse
	if errors.As(err, &refused) && refused.Response != nil {
		return refused.Response.StatusCode
	}
	return 0
}

// denied reports whether the token may not do something. GitHub answers 404
// where a token may not even know that a thing exists.
func denied(err error) bool {
	switch statusOf(err) {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
		return true
	}
	return false
}

// unavailable reports whether GitHub could not answer for now. What a POST was
// to do may have been done all the same.
func unavailable(err error) bool {
	var limit *gh.RateLimitError
	var secondary *gh.AbuseRateLimitError
	if errors.As(err, &limit) || errors.As(err, &secondary) {
		return true
	}
	if status := statusOf(err); status != 0 {
		return status >= 500 || status == http.StatusTooManyRequests
	}
	var network *url.Error
	return errors.As(err, &network) && !errors.Is(err, errRedirect)
}

// errMoved says that the pull request got a commit that the report is not about.
var errMoved = errors.New("the pull request has moved on to another commit")

// errOthers says that the report is about other files than the pull request's.
var errOthers = errors.New("the files that were checked are not those of the pull request; check out its head")

// verdict turns what became of the comments into a reporting mode. Only what
// points at a fault, of this program or of its settings, stays an error.
func verdict(ctx context.Context, err error) (ReportingMode, string, error) {
	switch {
	case err == nil:
		return Full, "", nil
	case errors.Is(ctx.Err(), context.Canceled):
		return Degraded, "it was interrupted", ctx.Err()
	case ctx.Err() != nil:
		return Degraded, "GitHub took too long", nil
	case errors.Is(err, errMoved):
		return Outdated, errMoved.Error(), nil
	case errors.Is(err, errOthers):
		return Degraded, errOthers.Error(), nil
	case denied(err):
		return Degraded, "the token may not write them: " + explain(err), nil
	case unavailable(err):
		return Degraded, "GitHub could not take them: " + explain(err), nil
	}
	return Degraded, "they failed: " + explain(err), err
}

// explain is an error in one short line, without addresses.
func explain(err error) string {
	var refused *gh.ErrorResponse
	if errors.As(err, &refused) && refused.Response != nil {
		return strings.TrimSpace(fmt.Sprintf("%d %s", refused.Response.StatusCode, refused.Message))
	}
	var limit *gh.RateLimitError
	var secondary *gh.AbuseRateLimitError
	if errors.As(err, &limit) || errors.As(err, &secondary) {
		return "rate limit reached"
	}
	var network *url.Error
	if errors.As(err, &network) {
		return network.Err.Error()
	}
	return err.Error()
}
