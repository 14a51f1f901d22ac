package github

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
)

// Env is what a workflow's runner says in environment variables. Empty values
// mean that aicomply does not run in a workflow.
type Env struct {
	APIURL      string // GITHUB_API_URL; default https://api.github.com
	GraphQLURL  string // GITHUB_GRAPHQL_URL; default APIURL/graphql
	ServerURL   string // GITHUB_SERVER_URL; default https://github.com
	Repository  string // GITHUB_REPOSITORY, "owner/name"
	EventName   string // GITHUB_EVENT_NAME
	EventPath   string // GITHUB_EVENT_PATH, file with the event's payload
	SHA         string // GITHUB_SHA; for pull_request a merge commit, which is in no branch
	Ref         string // GITHUB_REF, in full, "refs/heads/main"
	RunID       string // GITHUB_RUN_ID
	RunAttempt  string // GITHUB_RUN_ATTEMPT
	StepSummary string // GITHUB_STEP_SUMMARY, file
	Output      string // GITHUB_OUTPUT, file
	Workspace   string // GITHUB_WORKSPACE, folder of the checkout
}

// EnvFrom reads an Env through getenv, usually os.Getenv.
func EnvFrom(getenv func(string) string) Env {
	return Env{
		APIURL:      getenv("GITHUB_API_URL"),
		GraphQLURL:  getenv("GITHUB_GRAPHQL_URL"),
		ServerURL:   getenv("GITHUB_SERVER_URL"),
		Repository:  getenv("GITHUB_REPOSITORY"),
		EventName:   getenv("GITHUB_EVENT_NAME"),
		EventPath:   getenv("GITHUB_EVENT_PATH"),
		SHA:         getenv("GITHUB_SHA"),
		Ref:         getenv("GITHUB_REF"),
		RunID:       getenv("GITHUB_RUN_ID"),
		RunAttempt:  getenv("GITHUB_RUN_ATTEMPT"),
		StepSummary: getenv("GITHUB_STEP_SUMMARY"),
		Output:      getenv("GITHUB_OUTPUT"),
		Workspace:   getenv("GITHUB_WORKSPACE"),
	}
}

// target is the pull request to write to.
type target struct {
	owner, name string
	number      int    // 0 = no pull request
	head        string // commit that the report is about; empty = whatever the head is
	ref         string // of the head, in full
}

func (t target) repository() string { return t.owner + "/" + t.name }

// String names the pull request, or the commit where there is none.
func (t target) String() string {
	if t.number == 0 {
		return t.repository() + "@" + t.head
	}
	return fmt.Sprintf("%s#%d", t.repository(), t.number)
}

// event is the part of a pull_request payload that matters here.
type event struct {
	PullRequest *struct {
		Number int `json:"number"`
		Head   struct {
			SHA string `json:"sha"`
		} `json:"head"`
	} `json:"pull_request"`
	Repository struct {
		FullName string `json:"full_name"`
	} `json:"repository"`
}

// maxEvent bounds the payload file; GitHub sends no payload above 25 MB.
const maxEvent = 32 << 20

// target takes the pull request from the options, or else from the event. A
// reason says why there is none; then the commit is that of the workflow. The
// report has no say in it.
func (p *Publisher) target() (at target, reason string, err error) {
	var ev event
	if name := p.opts.Env.EventName; name == "pull_request" || name == "pull_request_target" {
		if ev, err = readEvent(p.opts.Env.EventPath); err != nil {
			return at, "", err
		}
	}
	repository := firstOf(p.opts.Repository, p.opts.Env.Repository, ev.Repository.FullName)
	at = target{number: p.opts.PullRequest, head: p.opts.Head}
	if pr := ev.PullRequest; pr != nil && (at.number == 0 || at.number == pr.Number) {
		at.number = pr.Number
		at.head = firstOf(at.head, pr.Head.SHA)
	}
	if at.number == 0 {
		reason = p.whyNone()
		at.head, at.ref = firstOf(at.head, p.opts.Env.SHA), p.opts.Env.Ref
		if repository == "" {
			return at, reason, nil
		}
	} else {
		at.ref = fmt.Sprintf("refs/pull/%d/head", at.number)
	}
	if !repositoryName().MatchString(repository) {
		return at, "", fmt.Errorf("repository %q is not of the form owner/name", repository)
	}
	at.owner, at.name, _ = strings.Cut(repository, "/")
	if at.head != "" && !isCommit(at.head) {
		return at, "", fmt.Errorf("head %q is not a full commit id", at.head)
	}
	return at, reason, nil
}

var repositoryName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*/[A-Za-z0-9._-]*[A-Za-z0-9_-]$`)
})

// isCommit reports a full commit id, SHA-1 or SHA-256.
func isCommit(s string) bool { return isHex(s, 40, 40) || isHex(s, 64, 64) }

// isHex reports lower-case hexadecimal digits, from least to most of them. It
// stands in for a regular expression, whose counted repetitions are slow to
// compile at every start of the program.
func isHex(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && strings.Trim(s, "0123456789abcdef") == ""
}

func (p *Publisher) whyNone() string {
	switch name := p.opts.Env.EventName; name {
	case "":
	case "merge_group":
		return "a merge queue's group belongs to no single pull request; the check decides, and the pull requests have their comments"
	default:
		return fmt.Sprintf("event %q has no pull request to comment on", name)
	}
	return "no pull request is named"
}

func readEvent(name string) (event, error) {
	var ev event
	f, err := os.Open(name)
	if err != nil {
		return ev, fmt.Errorf("read the event's payload: %w", err)
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, maxEvent)).Decode(&ev); err != nil {
		return ev, fmt.Errorf("parse the event's payload %s: %w", name, err)
	}
	if ev.PullRequest == nil || ev.PullRequest.Number <= 0 {
		return ev, fmt.Errorf("the event's payload %s names no pull request", name)
	}
	return ev, nil
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// endpoints are the addresses of one GitHub: github.com's or an Enterprise
// Server's. base ends in a slash.
type endpoints struct {
	base, graphql *url.URL
	server        string
}

func (e Env) endpoints() (endpoints, error) {
	api := strings.TrimRight(firstOf(e.APIURL, "https://api.github.com"), "/")
	base, err := parseEndpoint(api + "/")
	if err != nil {
		return endpoints{}, err
	}
	graphql, err := parseEndpoint(firstOf(e.GraphQLURL, api+"/graphql"))
	if err != nil {
		return endpoints{}, err
	}
	server := strings.TrimRight(firstOf(e.ServerURL, "https://github.com"), "/")
	if _, err := parseEndpoint(server); err != nil {
		return endpoints{}, err
	}
	return endpoints{base: base, graphql: graphql, server: server}, nil
}

func parseEndpoint(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("address of GitHub: %w", err)
	}
	if u.Host == "" || u.User != nil || (u.Scheme != "https" && u.Scheme != "http") {
		return nil, fmt.Errorf("address of GitHub %q is not an http(s) URL", u.Redacted())
	}
	return u, nil
}
