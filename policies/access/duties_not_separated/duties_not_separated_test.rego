package aicomply.policies.access.duties_not_separated_test

import data.aicomply.policies.access.duties_not_separated as policy

_grant(name, resource, permissions) := {"name": name, "ref": sprintf("access.%s", [name]), "principal": "principal.ml", "resource": resource, "permissions": permissions}

_log := {"ref": "audit_log.l", "integrity": "append_only", "store": "store.logs", "covers": ["component.gate"]}

_input(kind, grants) := {
	"principal": [{"name": "ml", "ref": "principal.ml", "kind": kind}, {"name": "audit", "ref": "principal.audit", "kind": "human_group"}],
	"access": grants,
	"audit_log": [_log],
	"derived": {"node": {
		"model.llm": {"type": "model"}, "component.gate": {"type": "component"}, "tool.t": {"type": "tool"},
		"store.data": {"type": "store"}, "store.logs": {"type": "store"}, "model.b": {"type": "model"},
	}},
}

_deny(grants) := found if {
	found := policy.deny with input as _input("human_group", grants)
}

_finding(sentence, key) := {{
	"path": ["principal", "ml"],
	"message": sprintf("principal.ml %s", [sentence]),
	"kind": "violation",
	"key": key,
}}

test_releases_its_own_changes if {
	want := _finding("can both change and release model.llm", ["model.llm"])
	_deny([_grant("a", "model.llm", ["write", "deploy"])]) == want
	_deny([_grant("a", "model.llm", ["write"]), _grant("b", "model.llm", ["deploy"])]) == want
	_deny([_grant("a", "model.llm", ["*"])]) == want
	_deny([_grant("a", "model.llm", ["admin"])]) == want
	every resource in ["component.gate", "tool.t"] {
		count(_deny([_grant("a", resource, ["write", "deploy"])])) == 1
	}
}

test_vendors_are_judged_and_services_not if {
	grants := [_grant("a", "model.llm", ["write", "deploy"])]
	every kind, want in {"vendor_support": 1, "human_group": 1, "service": 0, "public": 0} {
		found := policy.deny with input as _input(kind, grants)
		count(found) == want
	}
}

test_one_side_only if {
	_deny([_grant("a", "model.llm", ["write"]), _grant("b", "component.gate", ["deploy"])]) == set()
	_deny([_grant("a", "model.llm", ["write", "read"])]) == set()
	_deny([_grant("a", "model.llm", ["deploy"])]) == set()
	_deny([_grant("a", "store.data", ["write", "deploy"])]) == set()
}

test_two_principals if {
	other := object.union(_grant("b", "model.llm", ["deploy"]), {"principal": "principal.audit"})
	_deny([_grant("a", "model.llm", ["write"]), other]) == set()
}

test_changes_the_system_and_a_log if {
	want := _finding("can change model.llm, and change or delete audit_log.l", ["audit_log.l"])
	_deny([_grant("a", "model.llm", ["write"]), _grant("b", "store.logs", ["delete"])]) == want
	_deny([_grant("a", "model.llm", ["deploy"]), _grant("b", "audit_log.l", ["write"])]) == want
	service := policy.deny with input as _input("service", [_grant("a", "model.llm", ["write"]), _grant("b", "store.logs", ["delete"])])
	service == want
}

test_left_to_log_alterable if {
	_deny([_grant("a", "component.gate", ["deploy"]), _grant("c", "model.llm", ["write"]), _grant("b", "store.logs", ["delete"])]) == set()
}

test_changes_nothing_or_no_log if {
	_deny([_grant("a", "model.llm", ["read"]), _grant("b", "store.logs", ["delete"])]) == set()
	_deny([_grant("a", "store.data", ["write"]), _grant("b", "store.logs", ["delete"])]) == set()
	_deny([_grant("a", "model.llm", ["write"]), _grant("b", "store.logs", ["read"])]) == set()
	locked := policy.deny with input as json.patch(
		_input("human_group", [_grant("a", "model.llm", ["write"]), _grant("b", "store.logs", ["delete"])]),
		[{"op": "replace", "path": "/audit_log/0/integrity", "value": "object_lock"}],
	)
	locked == set()
}

test_approved_its_own_access[who] if {
	some who, want in {
		"ml": _finding("approved its own access (access.a)", ["access.a"]),
		" Principal.ML": _finding("approved its own access (access.a)", ["access.a"]),
		"audit": set(),
		"": set(),
	}
	_deny([object.union(_grant("a", "store.data", ["read"]), {"approved_by": who})]) == want
}

test_all_faults_of_a_principal_are_one_finding if {
	found := _deny([object.union(_grant("a", "model.llm", ["*"]), {"approved_by": "ml"}), _grant("b", "store.logs", ["write"])])
	found == _finding(
		"approved its own access (access.a); it can change model.llm, and change or delete audit_log.l; it can both change and release model.llm",
		["access.a", "audit_log.l", "model.llm"],
	)
}

_many(n) := {f.message | some f in found} if {
	models := [_grant(sprintf("a%d", [i]), sprintf("model.m%d", [i]), ["write"]) | some i in numbers.range(1, n)]
	nodes := {sprintf("model.m%d", [i]): {"type": "model"} | some i in numbers.range(1, n)}
	manifest := object.union(_input("human_group", array.concat(models, [_grant("b", "store.logs", ["delete"])])), {"derived": {"node": nodes}})
	found := policy.deny with input as manifest
}

test_five_parts_are_named if {
	_many(5) == {"principal.ml can change model.m1, model.m2, model.m3, model.m4, model.m5, and change or delete audit_log.l"}
	_many(6) == {"principal.ml can change model.m1, model.m2, model.m3, model.m4, model.m5 and 1 more, and change or delete audit_log.l"}
	_many(7) == {"principal.ml can change model.m1, model.m2, model.m3, model.m4, model.m5 and 2 more, and change or delete audit_log.l"}
}

test_applies_with_a_grant if {
	policy.applies with input as {"access": [{}]}
	not policy.applies with input as {"access": []}
}
