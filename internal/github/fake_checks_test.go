package github

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// fakeCheck is a check run. GitHub adds the annotations of each request to
// those there are, and takes none away.
type fakeCheck struct {
	id          int64
	head        string
	said        fakeCheckInput
	annotations []map[string]any
}

type fakeCheckInput struct {
	Name       string `json:"name"`
	HeadSHA    string `json:"head_sha"`
	ExternalID string `json:"external_id"`
	Status     string `json:"status"`
	Conclusion string `json:"conclusion"`
	Output     struct {
		Title       string           `json:"title"`
		Summary     string           `json:"summary"`
		Text        string           `json:"text"`
		Annotations []map[string]any `json:"annotations"`
	} `json:"output"`
}

func (f *fake) createCheck(w http.ResponseWriter, body []byte) {
	in, ok := f.readCheck(w, body)
	if !ok {
		return
	}
	c := &fakeCheck{id: f.newID(), head: in.HeadSHA, said: in, annotations: in.Output.Annotations}
	f.checks = append(f.checks, c)
	send(w, http.StatusCreated, f.checkJSON(c))
}

func (f *fake) updateCheck(w http.ResponseWriter, id string, body []byte) {
	in, ok := f.readCheck(w, body)
	if !ok {
		return
	}
	i := f.checkAt(id)
	if i < 0 {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	f.checks[i].said = in
	f.checks[i].annotations = append(f.checks[i].annotations, in.Output.Annotations...)
	send(w, http.StatusOK, f.checkJSON(f.checks[i]))
}

func (f *fake) readCheck(w http.ResponseWriter, body []byte) (in fakeCheckInput, ok bool) {
	json.Unmarshal(body, &in)
	if f.noChecks {
		refuse(w, http.StatusForbidden, "Resource not accessible by integration")
		return in, false
	}
	for _, a := range in.Output.Annotations {
		title, _ := a["title"].(string)
		message, _ := a["message"].(string)
		_, column := a["start_column"]
		if len([]rune(title)) > 255 || len(message) > 64<<10 || message == "" || column && a["start_line"] != a["end_line"] {
			refuse(w, http.StatusUnprocessableEntity, "Invalid request")
			return in, false
		}
	}
	return in, true
}

func (f *fake) checkAt(id string) int {
	n, _ := strconv.ParseInt(id, 10, 64)
	return slices.IndexFunc(f.checks, func(c *fakeCheck) bool { return c.id == n })
}

func (f *fake) listChecks(w http.ResponseWriter, r *http.Request, ref string) {
	if f.noChecks {
		refuse(w, http.StatusForbidden, "Resource not accessible by integration")
		return
	}
	runs := []map[string]any{}
	for _, c := range f.checks {
		if c.head == ref && c.said.Name == r.URL.Query().Get("check_name") {
			runs = append(runs, f.checkJSON(c))
		}
	}
	send(w, http.StatusOK, map[string]any{"total_count": len(runs), "check_runs": runs})
}

func (f *fake) listAnnotations(w http.ResponseWriter, r *http.Request, id string) {
	i := f.checkAt(id)
	if i < 0 {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	list(f, w, r, f.checks[i].annotations, func(a map[string]any) map[string]any {
		out := map[string]any{"blob_href": "https://x/b", "raw_details": nil, "title": nil, "start_column": nil, "end_column": nil}
		for k, v := range a {
			out[k] = v
		}
		return out
	})
}

func (f *fake) checkJSON(c *fakeCheck) map[string]any {
	return map[string]any{
		"id": c.id, "node_id": "C", "head_sha": c.head, "external_id": c.said.ExternalID, "name": c.said.Name,
		"url": "https://x/1", "html_url": "https://x/2", "details_url": "https://x/3", "status": c.said.Status, "conclusion": c.said.Conclusion,
		"started_at": fakeTime, "completed_at": fakeTime, "check_suite": map[string]any{"id": 1}, "app": nil, "pull_requests": []any{},
		"output": map[string]any{
			"title": c.said.Output.Title, "summary": c.said.Output.Summary, "text": c.said.Output.Text,
			"annotations_count": len(c.annotations), "annotations_url": "https://x/4",
		},
	}
}

// takeSARIF keeps the results in the place of earlier ones of the same tool for
// the same ref, as code scanning does.
func (f *fake) takeSARIF(w http.ResponseWriter, body []byte) {
	var in struct {
		Ref       string `json:"ref"`
		CommitSHA string `json:"commit_sha"`
		SARIF     string `json:"sarif"`
		Tool      string `json:"tool_name"`
	}
	json.Unmarshal(body, &in)
	if f.noScanning {
		refuse(w, http.StatusForbidden, "Advanced Security must be enabled for this repository to use code scanning.")
		return
	}
	zipped, err := base64.StdEncoding.DecodeString(in.SARIF)
	text, unzipErr := unzip(zipped)
	if err != nil || unzipErr != nil || !json.Valid(text) || !strings.HasPrefix(in.Ref, "refs/") {
		f.t.Errorf("SARIF upload: %v, %v, ref %q, %.100s", err, unzipErr, in.Ref, text)
		refuse(w, http.StatusBadRequest, "Bad Request")
		return
	}
	if len(zipped) > 10<<20 {
		refuse(w, http.StatusRequestEntityTooLarge, "Payload Too Large")
		return
	}
	if f.uploads == nil {
		f.uploads = map[string][]byte{}
	}
	f.uploads[fmt.Sprintf("%s %s %s", in.Ref, in.CommitSHA, in.Tool)] = text
	send(w, http.StatusAccepted, map[string]any{"id": "47177e22-5596-11eb-80a1-c1e54ef945c6", "url": "https://x/1"})
}

func unzip(zipped []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
