package derive_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aicomply/aicomply/internal/derive"
)

func TestWays(t *testing.T) {
	m := parse(t, `system "s" {}
party "p" { country = "DE" }
principal "u" {
  kind    = "human_group"
  country = "FR"
}
component "c" { operator = party.p }
store "s" {}
model "m" { operator = party.p }
tool "t" { used_by = [model.m] }
audit_log "l" { store = store.s }
flow "f" {
  from = component.c
  to   = model.m
}
access "reads" {
  principal   = principal.u
  resource    = audit_log.l
  permissions = ["read"]
}
access "writes" {
  principal   = principal.u
  resource    = store.s
  permissions = ["write"]
}
`)
	f := derive.Compute(m, derive.Options{})
	want := []derive.Way{
		{Ref: "flow.f", From: "component.c", To: "model.m"},
		{Ref: "tool.t", From: "model.m", To: "tool.t"},
		{Ref: "tool.t", From: "tool.t", To: "model.m"},
		{Ref: "access.reads", From: "store.s", To: "principal.u"},
	}
	if diff := cmp.Diff(want, f.Ways()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, derive.Ways(m)); diff != "" {
		t.Errorf("without facts: %s", diff)
	}
	places := map[string][2]string{}
	for _, n := range f.Nodes() {
		places[n.Object.Ref] = [2]string{n.Operator, n.Country}
	}
	if diff := cmp.Diff(map[string][2]string{
		"principal.u": {"", "FR"}, "component.c": {"party.p", "DE"}, "store.s": {}, "model.m": {"party.p", "DE"}, "tool.t": {"party.p", "DE"},
	}, places); diff != "" {
		t.Error(diff)
	}
}
