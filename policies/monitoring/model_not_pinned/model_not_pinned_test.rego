package aicomply.policies.monitoring.model_not_pinned_test

import data.aicomply.policies.monitoring.model_not_pinned as policy

_version(version) := {
	"params": {"retirement_notice": "90d"},
	"model": [{"name": "llm", "ref": "model.llm", "version": version}],
	"derived": {"model": {"model.llm": {}}},
}

_retiring(facts) := {
	"params": {"retirement_notice": "90d"},
	"model": [{"name": "llm", "ref": "model.llm", "version": "llm-2026-03-01", "retires_on": "2027-01-31"}],
	"derived": {"model": {"model.llm": facts}},
}

_path := ["model", "llm", "retires_on"]

test_gap_without_a_version if {
	policy.applies with input as {"model": [{"name": "llm", "ref": "model.llm"}]}
	policy.deny == {{
		"path": ["model", "llm", "version"],
		"message": "the version of model.llm is not declared",
		"kind": "gap",
	}} with input as {"model": [{"name": "llm", "ref": "model.llm"}]}
}

test_fails_for_an_alias if {
	policy.deny == {{
		"path": ["model", "llm", "version"],
		"message": `the version of model.llm, "chat-4-latest", is an alias that its provider can point elsewhere`,
	}} with input as _version("chat-4-latest")
}

test_aliases if {
	every version in ["latest", "stable", "current", "default", "preview", "Latest ", "chat-pro", "llm3:latest", "chat-4@Stable", "m2/current", "m2_default"] {
		count(policy.deny) == 1 with input as _version(version)
	}
}

test_exact_versions if {
	every version in ["llm-2026-03-01", "1.4.2", "stable-diffusion-3.5", "chat-4-0125-preview", "sha256:9f86d0", "latest-2"] {
		count(policy.deny) == 0 with input as _version(version)
	}
}

test_fails_when_retiring_soon if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retires on 2027-01-31, 13 days after go-live and in 69 days; 90 days of notice are needed",
	}} with input as _retiring({"retires_in_days": 69, "retires_after_go_live_days": 13})
}

test_fails_when_retiring_before_go_live if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retires on 2027-01-31, 1 day before go-live; 90 days of notice are needed",
	}} with input as _retiring({"retires_in_days": 200, "retires_after_go_live_days": -1})
}

test_fails_on_the_day_of_go_live if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retires on 2027-01-31, 0 days after go-live; 90 days of notice are needed",
	}} with input as _retiring({"retires_in_days": 200, "retires_after_go_live_days": 0})
}

test_notice_from_now_is_inclusive if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retires on 2027-01-31, in 90 days; 90 days of notice are needed",
	}} with input as _retiring({"retires_in_days": 90})
	count(policy.deny) == 0 with input as _retiring({"retires_in_days": 91})
}

test_notice_from_go_live_is_exclusive if {
	count(policy.deny) == 1 with input as _retiring({"retires_in_days": 200, "retires_after_go_live_days": 89})
	count(policy.deny) == 0 with input as _retiring({"retires_in_days": 200, "retires_after_go_live_days": 90})
}

test_retired_is_stale if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retired on 2027-01-31, 2 days ago",
		"kind": "stale",
	}} with input as _retiring({"retires_in_days": -2, "retires_after_go_live_days": -5})
	policy.deny == {{
		"path": _path,
		"message": "model.llm retires on 2027-01-31, in 0 days; 90 days of notice are needed",
	}} with input as _retiring({"retires_in_days": 0})
}

test_not_applicable_without_a_model if {
	not policy.applies with input as {"model": []}
	not policy.applies with input as {}
}

test_retired_yesterday_is_stale if {
	policy.deny == {{
		"path": _path,
		"message": "model.llm retired on 2027-01-31, 1 day ago",
		"kind": "stale",
	}} with input as _retiring({"retires_in_days": -1, "retires_after_go_live_days": -5})
}
