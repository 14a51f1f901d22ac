package aicomply.lib.facts_test

import data.aicomply.lib.facts

_declared := {"category": "user.name", "incidental": false}

_incidental := {"category": "user.contact", "incidental": true}

_blocks := {type: [{"ref": type}] | some type in ["party", "purpose", "dataset", "component", "principal", "assessment"]}

test_blocks_by_address if {
	facts.parties.party.ref == "party" with input as _blocks
	facts.purposes.purpose.ref == "purpose" with input as _blocks
	facts.datasets.dataset.ref == "dataset" with input as _blocks
	facts.components.component.ref == "component" with input as _blocks
	facts.principals.principal.ref == "principal" with input as _blocks
	facts.assessments.assessment.ref == "assessment" with input as _blocks
}

test_categories_are_sorted_and_named_once if {
	facts.categories([_declared, _incidental, _declared]) == ["user.contact", "user.name"]
	facts.categories([]) == []
}

test_incidental_if_all_is if {
	facts.incidental([_incidental])
	facts.incidental([_incidental, object.union(_incidental, {"category": "user.name"})])
	facts.incidental([_declared, _incidental]) == false
	facts.incidental([]) == false
}
