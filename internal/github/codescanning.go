package github

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/aicomply/aicomply/internal/report"
)

const (
	maxResults = 5_000    // that code scanning keeps of a run
	maxGzip    = 10 << 20 // bytes that it takes
)

// sarifUpload is a SARIF file made ready for code scanning.
type sarifUpload struct {
	zipped  []byte
	results int // in the file
	left    int // of these, left out
}

// readSARIF reads a SARIF file and cuts it to what code scanning takes, the
// least severe results first.
func readSARIF(name string) (sarifUpload, error) {
	text, err := readBounded(name)
	if err != nil {
		return sarifUpload{}, fmt.Errorf("SARIF file %s: %w", name, err)
	}
	up, err := packSARIF(text, maxResults, maxGzip)
	if err != nil {
		return sarifUpload{}, fmt.Errorf("SARIF file %s: %w", name, err)
	}
	return up, nil
}

func readBounded(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		var at *os.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, report.MaxReportSize+1))
	if err == nil && len(text) > report.MaxReportSize {
		err = fmt.Errorf("larger than %d MiB", report.MaxReportSize>>20)
	}
	return text, err
}

// packSARIF compresses a file with one run of aicomply. A file of another tool
// is refused: what is uploaded stands in this tool's name.
func packSARIF(text []byte, most, size int) (sarifUpload, error) {
	log, run, err := readRun(text)
	if err != nil {
		return sarifUpload{}, err
	}
	results, _ := run["results"].([]any)
	up := sarifUpload{results: len(results)}
	slices.SortStableFunc(results, func(a, b any) int { return levelRank(a) - levelRank(b) })
	for keep := min(len(results), most); ; keep /= 2 {
		if up.left = len(results) - keep; up.left > 0 {
			run["results"] = results[:keep]
			if text, err = json.Marshal(log); err != nil {
				return sarifUpload{}, err
			}
		}
		if up.zipped, err = zipped(text); err != nil || len(up.zipped) <= size {
			return up, err
		}
		if keep == 0 {
			return sarifUpload{}, fmt.Errorf("compressed it has %d bytes even without results; code scanning takes %d", len(up.zipped), size)
		}
	}
}

func readRun(text []byte) (log, run map[string]any, err error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&log); err != nil {
		return nil, nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, nil, errors.New("not JSON: there is more after its end")
	}
	runs, _ := log["runs"].([]any)
	if log["version"] != "2.1.0" || len(runs) != 1 {
		return nil, nil, errors.New("not SARIF 2.1.0 with one run, as aicomply check --format sarif=FILE writes it")
	}
	run, _ = runs[0].(map[string]any)
	if name := toolName(run); name != "aicomply" {
		return nil, nil, fmt.Errorf("made by %q, not by aicomply", report.Clip(name, 40))
	}
	return log, run, nil
}

func toolName(run map[string]any) string {
	tool, _ := run["tool"].(map[string]any)
	driver, _ := tool["driver"].(map[string]any)
	name, _ := driver["name"].(string)
	return name
}

// levelRank orders results, worst first.
func levelRank(result any) int {
	r, _ := result.(map[string]any)
	level, _ := r["level"].(string)
	if i := slices.Index([]string{"error", "warning", "note", "none"}, level); i >= 0 {
		return i
	}
	return 1 // warning is SARIF's default
}

func zipped(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(text)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// upload hands the results to code scanning.
func (s *session) upload(ctx context.Context, up sarifUpload) error {
	results := &gh.SarifAnalysis{
		CommitSHA: &s.head,
		Ref:       gh.String(s.api.at.ref),
		Sarif:     gh.String(base64.StdEncoding.EncodeToString(up.zipped)),
		StartedAt: &gh.Timestamp{Time: s.opts.Now().UTC().Truncate(time.Second)},
		ToolName:  gh.String("aicomply"),
	}
	if uri := checkoutURI(s.opts.Env.Workspace); uri != "" {
		results.CheckoutURI = &uri
	}
	return s.wrote(s.api.uploadSARIF(ctx, results))
}

// checkoutURI is the folder that absolute paths in the results lie in.
func checkoutURI(workspace string) string {
	path := strings.TrimRight(filepath.ToSlash(workspace), "/")
	if path == "" {
		return ""
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive
	}
	return (&url.URL{Scheme: "file", Path: path + "/"}).String()
}
