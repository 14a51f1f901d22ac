package aicomply.policies.security.output_to_interpreter_test

import data.aicomply.policies.security.output_to_interpreter as policy

_input(component, fact) := {
	"component": [object.union({"name": "db", "ref": "component.db"}, component)],
	"flow": [{"name": "q", "ref": "flow.q", "to": "component.db"}],
	"derived": {"flow": {"flow.q": fact}},
}

_output := {"output_of": "model.llm"}

_deny(component, fact) := found if {
	found := policy.deny with input as _input(component, fact)
}

test_sinks if {
	every sink in ["sql", "shell", "code", "html", "email"] {
		_deny({"kind": "service", "sink": sink}, _output) == {{
			"path": ["flow", "q"],
			"message": sprintf("flow.q brings output of model.llm to component.db, which feeds it into %s, and nothing validates it on the way", [sink]),
		}}
	}
	_deny({"kind": "service", "sink": "none"}, _output) == set()
}

test_no_output if {
	_deny({"kind": "service", "sink": "sql"}, {}) == set()
	_deny({"kind": "service"}, {}) == set()
}

test_the_end_itself_checks if {
	_deny({"kind": "validator", "sink": "sql"}, _output) == set()
	_deny({"kind": "human_task", "sink": "email"}, _output) == set()
	count(_deny({"sink": "sql"}, _output)) == 1
}

test_gap if {
	every kind in ["ui", "service", "job", "decision", "external_service"] {
		_deny({"kind": kind}, _output) == {{
			"path": ["component", "db", "sink"],
			"message": "output of a model reaches component.db without validation, and what it feeds that into is not declared",
			"kind": "gap",
		}}
	}
	every kind in ["queue", "gateway", "validator", "filter", "human_task", "deidentifier", "ocr"] {
		_deny({"kind": kind}, _output) == set()
	}
}

test_applies_where_output_moves if {
	policy.applies with input as _input({}, _output)
	not policy.applies with input as _input({}, {})
}
