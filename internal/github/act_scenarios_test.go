//go:build act

package github

import (
	"slices"
	"strings"
	"testing"
)

const actPack = "pack/store/region_missing/region_missing.rego"

// expect holds a run's outputs and exit code against what they should be.
func (res actResult) expect(t *testing.T, code int, outputs map[string]string) {
	t.Helper()
	want := "success"
	if code != 0 {
		want = "failure"
	}
	if res.code != code || res.outcome != want || res.outputs["conclusion"] != want {
		t.Errorf("exit code %d, outcome %s, conclusion %s, want %d", res.code, res.outcome, res.outputs["conclusion"], code)
	}
	for name, value := range outputs {
		if got := res.outputs[name]; got != value {
			t.Errorf("output %s = %q, want %q", name, got, value)
		}
	}
	// Once in the text report, once in the job summary.
	if code != 0 && strings.Count(res.log, "store logs has no region") < 2 {
		t.Error("log and job summary do not both show the finding")
	}
	if t.Failed() {
		t.Log(res.log)
	}
}

// sticky is the body of the one summary comment.
func (r *actRun) sticky() string {
	r.t.Helper()
	if len(r.comments) != 1 {
		r.t.Fatalf("%d summary comments", len(r.comments))
	}
	return r.comments[0].body
}

func TestAct(t *testing.T) {
	t.Run("pull_request, a new finding", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.with = "          only-new: true\n          fail-on: high\n          cache: true\n          sarif: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "full", "base-commit": r.base, "highest-severity": "high"})
		if res.outputs["new-findings"] == res.outputs["findings"] || res.outputs["new-findings"] == "0" {
			t.Errorf("%s new findings of %s", res.outputs["new-findings"], res.outputs["findings"])
		}
		if !strings.HasSuffix(res.outputs["sarif-file"], "/report.sarif") || !strings.HasSuffix(res.outputs["report-file"], "/report.json") {
			t.Errorf("files %v", res.outputs)
		}
		if res.cache != "restore\n" {
			t.Errorf("cache: %q", res.cache)
		}
		// What the base has is in the summary comment, what is new on its line.
		if body := r.sticky(); !strings.Contains(body, "sha="+r.head) || !strings.Contains(body, "store logs has no region") || strings.Contains(body, "store mail") {
			t.Errorf("summary comment %s", body)
		}
		found := slices.ContainsFunc(r.lines, func(c *fakeComment) bool {
			return c.path == actFile && c.line == 6 && strings.Contains(c.body, "store mail has no region")
		})
		if !found || slices.ContainsFunc(r.lines, func(c *fakeComment) bool { return c.line < 6 }) {
			t.Errorf("comments on lines: %+v", r.lines)
		}
		// Once more: everything is there already.
		r.forget()
		again := r.run()
		again.expect(t, 1, map[string]string{"reporting-mode": "full"})
		if w := r.writes(); len(w) > 0 {
			t.Errorf("the second run wrote %v", w)
		}
	})
	t.Run("pull_request, nothing new", func(t *testing.T) {
		r := newActRun(t, map[string]string{"README.md": "x\n"})
		r.with = "          only-new: true\n"
		r.run().expect(t, 0, map[string]string{"reporting-mode": "full", "new-findings": "0", "blocking": "0"})
	})
	t.Run("pull_request, merged with a main that has moved on", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		main := r.merge("other.aicomply.hcl", "store \"cache\" {\n}\n")
		r.with = "          only-new: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "full", "base-commit": main})
		if len(r.lines) == 0 || slices.ContainsFunc(r.lines, func(c *fakeComment) bool { return c.path != actFile || strings.Contains(c.body, "store cache") }) {
			t.Errorf("comments on lines: %+v", r.lines)
		}
	})
	t.Run("pull_request, a fix to accept", func(t *testing.T) {
		policy := strings.Replace(actPolicy, `[s.name])}`, `[s.name]), "fix": "eu-central-1"}`, 1)
		policy = strings.Replace(policy, `s.name], "message"`, `s.name, "region"], "message"`, 1)
		policy = strings.Replace(policy, "not s.region\n", "s.region == \"nowhere\"\n", 1)
		r := newActRunOn(t, policy, map[string]string{actFile: actBase + "store \"mail\" {\n  region = \"nowhere\"\n}\n"})
		r.with = "          only-new: true\n"
		if res := r.run(); res.outputs["reporting-mode"] != "full" {
			t.Errorf("%v\n%s", res.outputs, res.log)
		}
		if !slices.ContainsFunc(r.lines, func(c *fakeComment) bool {
			return c.line == 7 && strings.Contains(c.body, "```suggestion\n  region = \"eu-central-1\"\n```")
		}) {
			t.Errorf("comments on lines: %+v", r.lines)
		}
	})
	t.Run("pull_request, check run and code scanning, nothing on lines", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.with = "          only-new: true\n          inline: false\n          check-run: true\n          upload-sarif: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "full"})
		if body := r.sticky(); len(r.lines) > 0 || !strings.Contains(body, "store mail has no region") {
			t.Errorf("comments on lines %+v, summary comment %s", r.lines, body)
		}
		if len(r.checks) != 1 || r.checks[0].head != r.head || r.checks[0].said.Conclusion != "failure" || len(r.checks[0].annotations) == 0 {
			t.Errorf("check runs %+v", r.checks)
		}
		if sarif := r.uploads["refs/pull/2/head "+r.head+" aicomply"]; !strings.Contains(string(sarif), "store mail has no region") {
			t.Errorf("code scanning got %v", r.uploads)
		}
	})
	t.Run("pull_request, no permission for check run and code scanning", func(t *testing.T) {
		r := newActRun(t, map[string]string{"README.md": "x\n"})
		r.noChecks, r.noScanning = true, true
		r.with = "          only-new: true\n          check-run: true\n          upload-sarif: true\n"
		res := r.run()
		res.expect(t, 0, map[string]string{"reporting-mode": "full"})
		for _, what := range []string{"The check run", "The results for code scanning"} {
			if !strings.Contains(res.log, "::notice title=aicomply::"+what+" could not be published: the token may not do that: 403 ") {
				t.Errorf("no notice of %s\n%s", what, res.log)
			}
		}
	})
	t.Run("pull_request from a fork", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.fork()
		r.with = "          only-new: true\n          cache: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "degraded", "base-commit": r.base})
		if len(r.comments)+len(r.lines) > 0 || res.cache != "" {
			t.Errorf("comments %v %v, cache %q", r.comments, r.lines, res.cache)
		}
	})
	t.Run("pull_request from a fork, require-comment", func(t *testing.T) {
		r := newActRun(t, map[string]string{"README.md": "x\n"})
		r.fork()
		r.with = "          only-new: true\n          require-comment: true\n          comment: always\n"
		if res := r.run(); res.code != 1 || res.outcome != "failure" || res.outputs["blocking"] != "0" {
			t.Errorf("exit code %d, %s, %v\n%s", res.code, res.outcome, res.outputs, res.log)
		}
	})
	t.Run("pull_request that weakens its own policy", func(t *testing.T) {
		// The policy is the only one of its severity here.
		strong := strings.Replace(actPolicy, "severity: high", "severity: critical", 1)
		weak := strings.Replace(strong, "not s.region", "not s.region\n\tfalse", 1)
		for _, c := range []struct {
			with string
			code int
		}{{"", 0}, {"          policy-ref: base\n", 1}} {
			r := newActRunOn(t, strong, map[string]string{actFile: actHead, actPack: weak})
			r.with = "          only-new: true\n          fail-on: critical\n" + c.with
			r.run().expect(t, c.code, map[string]string{"reporting-mode": "full"})
		}
	})
	t.Run("pull_request, the base is out of reach", func(t *testing.T) {
		r := newActRun(t, map[string]string{"README.md": "x\n"})
		r.offline = true
		r.with = "          only-new: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"base-commit": ""})
		if !strings.Contains(res.log, "The base could not be fetched") || res.outputs["new-findings"] != res.outputs["findings"] {
			t.Errorf("%v\n%s", res.outputs, res.log)
		}
	})
	t.Run("merge_group", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.event = "merge_group"
		r.with = "          only-new: true\n          cache: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "local", "base-commit": r.base})
		if len(r.requests) > 0 || res.cache != "restore\n" {
			t.Errorf("requests %v, cache %q", r.requests, res.cache)
		}
	})
	t.Run("push", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.event = "push"
		r.with = "          only-new: true\n          cache: true\n"
		res := r.run()
		res.expect(t, 1, map[string]string{"reporting-mode": "local", "base-commit": ""})
		if len(r.requests) > 0 || res.cache != "restore\nsave\n" {
			t.Errorf("requests %v, cache %q", r.requests, res.cache)
		}
	})
	t.Run("a wrong input", func(t *testing.T) {
		r := newActRun(t, map[string]string{actFile: actHead})
		r.with = "          only-new: \"yes\\n::warning::x\"\n"
		res := r.run()
		if res.code != 1 || res.outputs["conclusion"] != "error" || len(r.requests) > 0 {
			t.Errorf("exit code %d, %v, requests %v\n%s", res.code, res.outputs, r.requests, res.log)
		}
	})
}
