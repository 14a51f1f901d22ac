package github

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
)

const (
	maxAttempts    = 4                // of one request
	maxDelay       = time.Minute      // longest wait before one attempt; GitHub asking for more = give up
	attemptTimeout = 30 * time.Second // of one attempt, until its body is read
	maxAnswer      = 32 << 20         // bytes of one answer
	maxErrorAnswer = 64 << 10         // bytes of an answer that is an error
)

// repeats says in a request's context whether doing it twice is the same as
// doing it once, where its method does not say so.
type repeats struct{}

// once is a context for requests that add something each time they are done.
func once(ctx context.Context) context.Context { return context.WithValue(ctx, repeats{}, false) }

// replacing is a context for requests that replace what an earlier one did.
func replacing(ctx context.Context) context.Context { return context.WithValue(ctx, repeats{}, true) }

func repeatable(req *http.Request) bool {
	if said, ok := req.Context().Value(repeats{}).(bool); ok {
		return said
	}
	return req.Method != http.MethodPost
}

var (
	errRedirect = errors.New("refused to follow a redirect")
	errTooLong  = errors.New("the answer is too long")
)

// transport authorises requests to GitHub's own hosts, and repeats those that
// failed for a passing reason. It sits below go-github, whose own token support
// follows a redirect to any host with the token.
type transport struct {
	base  http.RoundTripper
	token string
	hosts map[string]bool // scheme://host that may see the token
	now   func() time.Time
	sleep func(context.Context, time.Duration) error
	bound func(context.Context, time.Duration) (context.Context, context.CancelFunc)
	log   logrus.FieldLogger
}

func (p *Publisher) newHTTPClient(at endpoints) *http.Client {
	base := p.opts.Transport
	if base == nil {
		base = defaultTransport()
	}
	t := &transport{
		base:  base,
		token: strings.TrimSpace(p.opts.Token),
		hosts: map[string]bool{origin(at.base): true, origin(at.graphql): true},
		now:   p.opts.Now,
		sleep: p.opts.Sleep,
		bound: p.opts.Deadline,
		log:   p.log,
	}
	return &http.Client{Transport: t, CheckRedirect: t.checkRedirect}
}

func defaultTransport() http.RoundTripper {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   10 * time.Second,
		ResponseHeaderTimeout: attemptTimeout,
		IdleConnTimeout:       30 * time.Second,
		MaxIdleConns:          4,
	}
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// checkRedirect follows a redirect only of a read, and only to a host that may
// see the token: a renamed repository answers so. A write is never sent on,
// because it would lose its body or reach something else.
func (t *transport) checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	if !isRead(first.Method) || !t.hosts[origin(req.URL)] || len(via) > 3 {
		return fmt.Errorf("%s %s: %w", first.Method, first.URL.Path, errRedirect)
	}
	return nil
}

func isRead(method string) bool { return method == http.MethodGet || method == http.MethodHead }

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if !t.hosts[origin(req.URL)] {
		return nil, fmt.Errorf("%s is not a host of GitHub's", req.URL.Host)
	}
	for attempt := 1; ; attempt++ {
		resp, err := t.attempt(req)
		wait, again := t.retry(req, resp, err, attempt)
		if !again {
			return resp, err
		}
		fields := logrus.Fields{"method": req.Method, "path": req.URL.Path, "wait": wait.String()}
		if resp != nil {
			fields["status"] = resp.StatusCode
			resp.Body.Close()
		}
		t.log.WithFields(fields).Warn("GitHub did not take a request; trying again")
		if err := t.sleep(req.Context(), wait); err != nil {
			return nil, err
		}
	}
}

// attempt sends a copy of the request once.
func (t *transport) attempt(req *http.Request) (*http.Response, error) {
	ctx, cancel := t.bound(req.Context(), attemptTimeout)
	once := req.Clone(ctx)
	if t.token != "" {
		once.Header.Set("Authorization", "Bearer "+t.token)
	}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			cancel()
			return nil, err
		}
		once.Body = body
	}
	resp, err := t.base.RoundTrip(once)
	if err != nil {
		cancel()
		return nil, err
	}
	resp.Request = req // go-github puts it into errors; this one has no token
	resp.Body = &answer{body: resp.Body, left: maxAnswer, cancel: cancel}
	if resp.StatusCode >= 400 {
		text, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorAnswer))
		resp.Body.Close()
		if err != nil {
			return nil, err
		}
		resp.Body = io.NopCloser(bytes.NewReader(text))
	}
	return resp, nil
}

// answer bounds a body, and frees the attempt's timer when it is closed.
type answer struct {
	body   io.ReadCloser
	left   int64
	cancel context.CancelFunc
}

func (a *answer) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, errTooLong
	}
	n, err := a.body.Read(p[:min(int64(len(p)), a.left)])
	a.left -= int64(n)
	return n, err
}

func (a *answer) Close() error {
	defer a.cancel()
	return a.body.Close()
}

// retry decides whether to send a request again, and after how long.
//
// A request that was turned down (429, a rate limit) did nothing and can be
// sent again whatever it is. One that failed in an unknown state can be sent
// again only if doing it twice is the same as doing it once, which holds for
// all but POST, unless the caller says otherwise.
func (t *transport) retry(req *http.Request, resp *http.Response, err error, attempt int) (time.Duration, bool) {
	if attempt >= maxAttempts || req.Context().Err() != nil {
		return 0, false
	}
	backoff := time.Second<<(attempt-1) + rand.N(250*time.Millisecond)
	if err != nil {
		return backoff, repeatable(req)
	}
	switch {
	case limited(resp):
		backoff = max(backoff, t.asked(resp))
	case resp.StatusCode >= 500 && repeatable(req):
		backoff = max(backoff, t.retryAfter(resp))
	default:
		return 0, false
	}
	return backoff, backoff <= maxDelay
}

// limited reports whether GitHub turned a request down for its rate.
func limited(resp *http.Response) bool {
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusForbidden:
		return resp.Header.Get("Retry-After") != "" || resp.Header.Get("X-RateLimit-Remaining") == "0"
	}
	return false
}

// asked is how long GitHub wants us to wait: as long as it says, or until its
// limit is reset, or a minute where it says nothing.
func (t *transport) asked(resp *http.Response) time.Duration {
	if d := t.retryAfter(resp); d > 0 {
		return d
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		if reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64); err == nil {
			return max(time.Unix(reset, 0).Sub(t.now()), 0) + time.Second
		}
	}
	return maxDelay
}

// retryAfter reads the header of that name: seconds, or a date.
func (t *transport) retryAfter(resp *http.Response) time.Duration {
	value := resp.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return min(time.Duration(min(seconds, 1<<20))*time.Second, 24*time.Hour)
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(at.Sub(t.now()), 0)
	}
	return 0
}
