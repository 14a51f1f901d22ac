package github

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// fake is one pull request on a GitHub Enterprise Server that keeps state. It
// enforces what GitHub's API description cannot say: who may write, how long a
// comment may be, which lines take one, and that a review is taken as a whole.
// Every request and every answer of the API itself is held against the
// description.
type fake struct {
	t      *testing.T
	server *httptest.Server
	router routers.Router

	mu       sync.Mutex
	payload  map[string]any // of the pull_request event
	head     string
	files    []fakeFile
	viewer   string // login that the token belongs to
	readOnly bool
	lax      bool // its own answers are not held against the description
	pageSize int  // 0 = as asked
	nextID   int64

	noChecks, noScanning bool // the token has no such permission

	comments []*fakeComment
	checks   []*fakeCheck
	uploads  map[string][]byte // the results that code scanning shows, by ref and tool
	lines    []*fakeComment
	reviews  []map[string]any

	requests []string // "METHOD path"
	tokens   []string // of every request

	// before, if set, sees every request first and may answer it.
	before func(w http.ResponseWriter, r *http.Request) bool
}

type fakeFile struct{ name, patch, blob string }

type fakeComment struct {
	id        int64
	author    string
	body      string
	path      string
	startLine int
	line      int
	replyTo   int64
}

const (
	fakeHead = "1111111111111111111111111111111111111111"
	fakeBase = "/api/v3"
	fakeTime = "2026-03-01T12:00:00Z"
)

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{t: t, head: fakeHead, viewer: "github-actions[bot]", nextID: 100}
	text, err := os.ReadFile("testdata/pull_request.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &f.payload); err != nil {
		t.Fatal(err)
	}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	f.router, err = describedAPI()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// describedAPI loads GitHub's description, with requests made strict: a member
// that GitHub does not describe is an error.
var describedAPI = sync.OnceValues(func() (routers.Router, error) {
	doc, err := openapi3.NewLoader().LoadFromFile("testdata/openapi.json")
	if err != nil {
		return nil, err
	}
	doc.Servers = openapi3.Servers{{URL: fakeBase}}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if op.RequestBody != nil {
				for _, content := range op.RequestBody.Value.Content {
					strict(content.Schema)
				}
			}
		}
	}
	return gorillamux.NewRouter(doc)
})

func strict(ref *openapi3.SchemaRef) {
	if ref == nil || ref.Value == nil {
		return
	}
	s := ref.Value
	if len(s.Properties) > 0 {
		no := false
		s.AdditionalProperties.Has = &no
	}
	for _, p := range s.Properties {
		strict(p)
	}
	strict(s.Items)
}

// ServeHTTP implements http.Handler.
func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, r.Method+" "+strings.TrimPrefix(r.URL.Path, fakeBase))
	f.tokens = append(f.tokens, r.Header.Get("Authorization"))
	if f.before != nil && f.before(w, r) {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		f.t.Error(err)
	}
	if r.URL.Path == "/api/graphql" {
		f.graphql(w, body)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := f.router.FindRoute(r)
	if err != nil {
		f.t.Errorf("%s %s: GitHub does not describe it: %v", r.Method, r.URL.Path, err)
		http.Error(w, "{}", http.StatusNotFound)
		return
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		f.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
	}
	answer := httptest.NewRecorder()
	f.serve(answer, r, params, body)
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in,
		Status:                 answer.Code,
		Header:                 answer.Header(),
		Body:                   io.NopCloser(bytes.NewReader(answer.Body.Bytes())),
	}
	if f.lax {
	} else if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
		f.t.Errorf("the fake's answer to %s %s: %v", r.Method, r.URL.Path, err)
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

func (f *fake) graphql(w http.ResponseWriter, body []byte) {
	var q map[string]string
	if err := json.Unmarshal(body, &q); err != nil || q["query"] != "query{viewer{login}}" || len(q) != 1 {
		f.t.Errorf("GraphQL query %s", body)
	}
	send(w, http.StatusOK, map[string]any{"data": map[string]any{"viewer": map[string]any{"login": f.viewer}}})
}

func send(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if v != nil {
		json.NewEncoder(w).Encode(v)
	}
}

func refuse(w http.ResponseWriter, status int, message string, details ...string) {
	v := map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest"}
	if details != nil {
		v["errors"] = details
	}
	send(w, status, v)
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request, params map[string]string, body []byte) {
	repo, _ := f.payload["repository"].(map[string]any)
	if params["owner"]+"/"+params["repo"] != repo["full_name"] {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	if r.Method != http.MethodGet && f.readOnly {
		refuse(w, http.StatusForbidden, "Resource not accessible by integration")
		return
	}
	_, last, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, fakeBase+"/repos/"+params["owner"]+"/"+params["repo"]), "/")
	resource := regexp.MustCompile(`/[0-9a-f]{40}|/?[0-9]+`).ReplaceAllString(last, "")
	switch r.Method + " " + resource {
	case "GET pulls":
		pr := maps.Clone(f.payload["pull_request"].(map[string]any))
		head := maps.Clone(pr["head"].(map[string]any))
		head["sha"] = f.head
		pr["head"] = head
		send(w, http.StatusOK, pr)
	case "GET pulls/files":
		list(f, w, r, f.files, f.fileJSON)
	case "GET pulls/comments":
		list(f, w, r, f.lines, f.lineJSON)
	case "GET issues/comments":
		list(f, w, r, f.comments, f.commentJSON)
	case "POST issues/comments":
		f.createComment(w, body)
	case "POST pulls/reviews":
		f.createReview(w, body)
	case "PATCH issues/comments", "DELETE issues/comments":
		f.change(w, r, params, body, &f.comments, f.commentJSON)
	case "PATCH pulls/comments", "DELETE pulls/comments":
		f.change(w, r, params, body, &f.lines, f.lineJSON)
	case "GET commits/check-runs":
		f.listChecks(w, r, params["ref"])
	case "POST check-runs":
		f.createCheck(w, body)
	case "PATCH check-runs":
		f.updateCheck(w, params["check_run_id"], body)
	case "GET check-runs/annotations":
		f.listAnnotations(w, r, params["check_run_id"])
	case "POST code-scanning/sarifs":
		f.takeSARIF(w, body)
	default:
		f.t.Errorf("the fake has no %s %s", r.Method, resource)
		refuse(w, http.StatusNotFound, "Not Found")
	}
}

// list serves one page, and says in a Link header that there is another.
func list[T any](f *fake, w http.ResponseWriter, r *http.Request, all []T, render func(T) map[string]any) {
	q := r.URL.Query()
	size, _ := strconv.Atoi(q.Get("per_page"))
	if size == 0 {
		size = 30
	}
	if f.pageSize > 0 {
		size = f.pageSize
	}
	page, _ := strconv.Atoi(q.Get("page"))
	page = max(page, 1)
	out := []map[string]any{}
	for i := (page - 1) * size; i < min(page*size, len(all)); i++ {
		out = append(out, render(all[i]))
	}
	if page*size < len(all) {
		w.Header().Set("Link", fmt.Sprintf(`<%s%s?page=%d>; rel="next"`, f.server.URL, r.URL.Path, page+1))
	}
	send(w, http.StatusOK, out)
}

func (f *fake) createComment(w http.ResponseWriter, body []byte) {
	var in struct {
		Body string `json:"body"`
	}
	json.Unmarshal(body, &in)
	if !f.checkBody(w, in.Body) {
		return
	}
	c := &fakeComment{id: f.newID(), author: f.viewer, body: in.Body}
	f.comments = append(f.comments, c)
	send(w, http.StatusCreated, f.commentJSON(c))
}

func (f *fake) checkBody(w http.ResponseWriter, body string) bool {
	if strings.TrimSpace(body) == "" || len([]rune(body)) > 65536 {
		refuse(w, http.StatusUnprocessableEntity, "Validation Failed")
		return false
	}
	return true
}

func (f *fake) newID() int64 {
	f.nextID++
	return f.nextID
}

func (f *fake) createReview(w http.ResponseWriter, body []byte) {
	var in struct {
		CommitID string `json:"commit_id"`
		Body     string `json:"body"`
		Event    string `json:"event"`
		Comments []struct {
			Path      string `json:"path"`
			Body      string `json:"body"`
			Side      string `json:"side"`
			StartSide string `json:"start_side"`
			StartLine *int   `json:"start_line"`
			Line      int    `json:"line"`
		} `json:"comments"`
	}
	json.Unmarshal(body, &in)
	if in.Event != "COMMENT" || in.CommitID != f.head {
		refuse(w, http.StatusUnprocessableEntity, "Unprocessable Entity", "Commit is not the head, or not a comment")
		return
	}
	if !f.checkBody(w, in.Body) {
		return
	}
	var made []*fakeComment
	for _, c := range in.Comments {
		start := c.Line
		if c.StartLine != nil {
			start = *c.StartLine
		}
		if c.Side != "RIGHT" || (c.StartLine != nil && (c.StartSide != "RIGHT" || start >= c.Line)) || !f.shown(c.Path, start, c.Line) {
			refuse(w, http.StatusUnprocessableEntity, "Unprocessable Entity", "Line must be part of the diff")
			return
		}
		if !f.checkBody(w, c.Body) {
			return
		}
		made = append(made, &fakeComment{author: f.viewer, body: c.Body, path: c.Path, startLine: start, line: c.Line})
	}
	for _, c := range made {
		c.id = f.newID()
	}
	f.lines = append(f.lines, made...)
	review := map[string]any{
		"id": f.newID(), "node_id": "R", "user": f.user(f.viewer), "body": in.Body, "state": "COMMENTED",
		"commit_id": f.head, "html_url": "https://x/1", "pull_request_url": "https://x/2",
		"author_association": "NONE", "submitted_at": fakeTime,
		"_links": map[string]any{"html": href("https://x/1"), "pull_request": href("https://x/2")},
	}
	f.reviews = append(f.reviews, review)
	send(w, http.StatusOK, review)
}

// shown reports whether one hunk of a file shows both lines of the new side.
func (f *fake) shown(path string, first, last int) bool {
	for _, file := range f.files {
		if file.name != path {
			continue
		}
		line, inHunk := 0, map[int]bool{}
		for _, text := range strings.Split(file.patch, "\n") {
			if m := regexp.MustCompile(`^@@ -\S+ \+(\d+)`).FindStringSubmatch(text); m != nil {
				line, _ = strconv.Atoi(m[1])
				inHunk = map[int]bool{}
				continue
			}
			if strings.HasPrefix(text, "+") || strings.HasPrefix(text, " ") {
				inHunk[line] = true
				line++
			}
			if inHunk[first] && inHunk[last] {
				return true
			}
		}
	}
	return false
}

func (f *fake) change(w http.ResponseWriter, r *http.Request, params map[string]string, body []byte, in *[]*fakeComment, render func(*fakeComment) map[string]any) {
	id, _ := strconv.ParseInt(params["comment_id"], 10, 64)
	i := slices.IndexFunc(*in, func(c *fakeComment) bool { return c.id == id })
	switch {
	case i < 0:
		refuse(w, http.StatusNotFound, "Not Found")
	case (*in)[i].author != f.viewer:
		refuse(w, http.StatusForbidden, "Must have admin rights")
	case r.Method == http.MethodDelete:
		*in = slices.Delete(*in, i, i+1)
		w.WriteHeader(http.StatusNoContent)
	default:
		var v struct {
			Body string `json:"body"`
		}
		json.Unmarshal(body, &v)
		if f.checkBody(w, v.Body) {
			(*in)[i].body = v.Body
			send(w, http.StatusOK, render((*in)[i]))
		}
	}
}

func href(s string) map[string]any { return map[string]any{"href": s} }

func (f *fake) user(login string) map[string]any {
	u := maps.Clone(f.payload["sender"].(map[string]any))
	u["login"] = login
	return u
}

func (f *fake) fileJSON(file fakeFile) map[string]any {
	v := map[string]any{
		"sha": file.blob, "filename": file.name, "status": "modified", "additions": 1, "deletions": 0, "changes": 1,
		"blob_url": "https://x/b", "raw_url": "https://x/r", "contents_url": "https://x/c",
	}
	if file.patch != "" {
		v["patch"] = file.patch
	}
	return v
}

func (f *fake) commentJSON(c *fakeComment) map[string]any {
	return map[string]any{
		"id": c.id, "node_id": "C", "html_url": "https://x/1", "issue_url": "https://x/2", "url": "https://x/3",
		"user": f.user(c.author), "created_at": fakeTime, "updated_at": fakeTime, "body": c.body, "author_association": "NONE",
	}
}

func (f *fake) lineJSON(c *fakeComment) map[string]any {
	v := map[string]any{
		"id": c.id, "node_id": "L", "url": "https://x/1", "pull_request_review_id": 1, "diff_hunk": "@@",
		"path": c.path, "commit_id": f.head, "original_commit_id": f.head, "user": f.user(c.author), "body": c.body,
		"created_at": fakeTime, "updated_at": fakeTime, "html_url": "https://x/2", "pull_request_url": "https://x/3",
		"author_association": "NONE", "line": c.line, "side": "RIGHT",
		"_links": map[string]any{"self": href("https://x/1"), "html": href("https://x/2"), "pull_request": href("https://x/3")},
	}
	if c.replyTo != 0 {
		v["in_reply_to_id"] = c.replyTo
	}
	if c.startLine != 0 && c.startLine != c.line {
		v["start_line"], v["start_side"] = c.startLine, "RIGHT"
	}
	return v
}

// writes is the requests that changed something, or tried to.
func (f *fake) writes() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(f.requests), func(r string) bool {
		return strings.HasPrefix(r, "GET ") || strings.HasSuffix(r, "/graphql")
	})
}

func (f *fake) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = nil
}

// eventFile writes the pull_request payload as GitHub would send it now.
func (f *fake) eventFile() string {
	f.t.Helper()
	pr := maps.Clone(f.payload["pull_request"].(map[string]any))
	head := maps.Clone(pr["head"].(map[string]any))
	head["sha"] = f.head
	pr["head"] = head
	payload := maps.Clone(f.payload)
	payload["pull_request"] = pr
	payload["after"] = f.head
	text, err := json.Marshal(payload)
	if err != nil {
		f.t.Fatal(err)
	}
	name := f.t.TempDir() + "/event.json"
	if err := os.WriteFile(name, text, 0o600); err != nil {
		f.t.Fatal(err)
	}
	return name
}
