package aicomply.policies.access.review_overdue_test

import data.aicomply.policies.access.review_overdue

_deny(grant, facts) := found if {
	found := review_overdue.deny with input as {
		"access": [object.union({"name": "dev", "ref": "access.dev"}, grant)],
		"now": "2026-11-23",
		"params": {"access_review_max": "365d"},
		"derived": {"access": {"access.dev": facts}},
	}
}

_reviewed := {"last_review": "2025-12-01", "review_every": "90d"}

test_overdue if {
	_deny(_reviewed, {"review_due": "2026-03-01", "overdue_days": 267}) == {{
		"path": ["access", "dev", "last_review"],
		"message": "the review of access.dev was due on 2026-03-01 and is 267 days overdue (last on 2025-12-01, every 90d)",
		"kind": "stale",
	}}
}

test_overdue_the_day_after if {
	count(_deny(_reviewed, {"review_due": "2026-11-22", "overdue_days": 1})) == 1
	_deny(_reviewed, {"review_due": "2026-11-23", "overdue_days": 0}) == set()
	_deny(_reviewed, {"review_due": "2026-11-24", "overdue_days": -1}) == set()
}

test_no_interval if {
	_deny({"last_review": "2026-11-01"}, {}) == {{
		"path": ["access", "dev", "review_every"],
		"message": "access.dev does not declare how often it is reviewed",
		"kind": "gap",
	}}
}

test_no_interval_and_temporary if {
	_deny({"expires": "2027-11-23"}, {"expired_days": -365}) == set()
	{f.kind | some f in _deny({"expires": "2027-11-24"}, {"expired_days": -366})} == {"gap"}
}

test_interval_too_long if {
	_deny({"review_every": "366d"}, {}) == {{
		"path": ["access", "dev", "review_every"],
		"message": "access.dev is reviewed every 366d; at least every 365d is needed",
	}}
	_deny({"review_every": "365d"}, {}) == set()
	_deny({"review_every": "52w"}, {}) == set()
}

_stale := {"review_due": "2026-03-01", "overdue_days": 267, "expired_days": 2}

test_expired_and_nothing_else[i] if {
	some i, grant in [_reviewed, {"review_every": "366d"}, {}]
	_deny(object.union(grant, {"expires": "2026-11-21"}), _stale) == {{
		"path": ["access", "dev", "expires"],
		"message": "access.dev ended on 2026-11-21, 2 days ago, and is still declared",
		"kind": "stale",
	}}
}

test_last_day if {
	_deny({"review_every": "90d", "expires": "2026-11-23"}, {"expired_days": 0}) == set()
}

test_applies_with_a_grant if {
	review_overdue.applies with input as {"access": [{}]}
	not review_overdue.applies with input as {}
}
