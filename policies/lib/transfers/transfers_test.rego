package aicomply.lib.transfers_test

import data.aicomply.lib.transfers

_input := {
	"now": "2026-11-23",
	"system": {"controller": "party.acme"},
	"party": [
		{"ref": "party.acme", "country": "DE"},
		{"ref": "party.us", "country": "US", "certifications": ["eu_us_dpf"]},
		{"ref": "party.plain", "country": "US"},
	],
	"principal": [
		{"name": "customer", "ref": "principal.customer", "kind": "data_subject"},
		{"name": "agents", "ref": "principal.agents", "kind": "human_group"},
		{"name": "vendor", "ref": "principal.vendor", "kind": "vendor_support"},
	],
	"store": [{"name": "crm", "ref": "store.crm"}],
	"audit_log": [{"name": "log", "ref": "audit_log.log", "store": "store.crm"}],
	"flow": [{"name": "in", "ref": "flow.in", "from": "principal.customer", "to": "component.api"}],
	"tool": [],
	"access": [],
	"derived": {
		"flow": {"flow.in": {"receives": [{"category": "user.name"}]}},
		"access": {},
		"node": {
			"principal.customer": {"type": "principal", "receives": []},
			"principal.agents": {"type": "principal", "country": "IN", "receives": []},
			"principal.vendor": {"type": "principal", "country": "US", "receives": []},
			"component.api": {"type": "component", "operator": "party.acme", "country": "DE", "receives": []},
			"store.crm": {"type": "store", "operator": "party.us", "country": "DE", "receives": [{"category": "user.name"}]},
			"model.llm": {"type": "model", "operator": "party.us", "country": "US", "receives": [{"category": "user.content"}]},
		},
	},
}

_with(from, to) := object.union(_input, {"flow": [{"name": "f", "ref": "flow.f", "from": from, "to": to}]})

_hop(from, to) := {"type": "flow", "ref": "flow.f", "path": ["flow", "f", "transfer"], "from": from, "to": to, "safeguard": "flow.f"}

test_third_country if {
	transfers.third_country("US")
	transfers.third_country("GB")
	not transfers.third_country("NO")
	not transfers.third_country("DE")
	not transfers.third_country("EU")
	not transfers.third_country("EEA")
}

test_hop_to_another_country_outside if {
	transfers.hops == {_hop("component.api", "model.llm")} with input as _with("component.api", "model.llm")
}

test_no_hop_within_the_eea_or_back_into_it if {
	transfers.hops == set() with input as _input
	transfers.hops == set() with input as _with("model.llm", "component.api")
}

test_no_hop_within_a_country if {
	transfers.hops == set() with input as _with("model.llm", "principal.vendor")
}

test_onward_hop if {
	transfers.hops == {_hop("model.llm", "principal.agents")} with input as _with("model.llm", "principal.agents")
}

test_data_subject_is_no_recipient if {
	there := json.patch(_with("component.api", "principal.customer"), [{"op": "add", "path": "/derived/node/principal.customer/country", "value": "US"}])
	transfers.hops == set() with input as there
}

test_data_of_a_person_starts_with_the_controller if {
	transfers.hops == {_hop("principal.customer", "model.llm")} with input as _with("principal.customer", "model.llm")
	american := json.patch(_with("principal.customer", "model.llm"), [{"op": "replace", "path": "/system/controller", "value": "party.plain"}])
	transfers.hops == set() with input as american
}

test_area_of_the_us_is_outside if {
	multi := json.patch(_with("component.api", "model.llm"), [
		{"op": "remove", "path": "/derived/node/model.llm/country"},
		{"op": "add", "path": "/derived/node/model.llm/area", "value": "US"},
	])
	transfers.hops == {_hop("component.api", "model.llm")} with input as multi
}

_grant(resource, principal) := json.patch(_input, [
	{"op": "add", "path": "/access/-", "value": {"name": "a", "ref": "access.a", "resource": resource, "principal": principal}},
	{"op": "add", "path": "/derived/access/access.a", "value": {"receives": [{"category": "user.name"}]}},
])

_access_hop(from, to) := {"type": "access", "ref": "access.a", "path": ["access", "a", "principal"], "from": from, "to": to, "safeguard": to}

test_grant_to_somebody_abroad if {
	transfers.hops == {_access_hop("store.crm", "principal.agents")} with input as _grant("store.crm", "principal.agents")
	transfers.hops == {_access_hop("store.crm", "principal.agents")} with input as _grant("audit_log.log", "principal.agents")
}

test_grant_to_somebody_at_home_is_no_hop if {
	transfers.hops == set() with input as _grant("model.llm", "principal.vendor")
}

test_grant_that_reads_nothing_is_no_hop if {
	blind := json.patch(_grant("store.crm", "principal.agents"), [{"op": "replace", "path": "/derived/access/access.a/receives", "value": []}])
	transfers.hops == set() with input as blind
}

_tool(country, used_by) := json.patch(_input, [
	{"op": "add", "path": "/tool/-", "value": {"name": "t", "ref": "tool.t", "used_by": used_by}},
	{"op": "add", "path": "/derived/node/tool.t", "value": {"type": "tool", "country": country, "receives": [{"category": "user.contact"}]}},
])

test_tool_abroad if {
	hop := {"type": "tool", "ref": "tool.t", "path": ["tool", "t", "used_by", 0], "from": "model.llm", "to": "tool.t", "safeguard": "tool.t"}
	transfers.hops == {hop} with input as _tool("IN", ["model.llm"])
	transfers.entries(hop) == [{"category": "user.content"}] with input as _tool("IN", ["model.llm"])
}

test_tool_at_home_of_a_model_abroad if {
	hop := {"type": "tool", "ref": "tool.t", "path": ["tool", "t", "used_by", 0], "from": "tool.t", "to": "model.llm", "safeguard": "model.llm"}
	transfers.hops == {hop} with input as _tool("DE", ["model.llm"])
	transfers.entries(hop) == [{"category": "user.contact"}] with input as _tool("DE", ["model.llm"])
}

test_tool_where_its_model_is if {
	transfers.hops == set() with input as _tool("US", ["model.llm"])
}

test_entries_of_flow_and_grant if {
	transfers.entries({"type": "flow", "ref": "flow.in"}) == [{"category": "user.name"}] with input as _input
	transfers.entries({"type": "access", "ref": "access.a"}) == [{"category": "user.name"}] with input as _grant("store.crm", "principal.agents")
}

test_recipient if {
	transfers.recipient(_hop("component.api", "model.llm")) == "party.us" with input as _input
	transfers.recipient(_hop("store.crm", "principal.vendor")) == "party.us" with input as _input
	transfers.recipient(_hop("store.crm", "principal.agents")) == "party.acme" with input as _input
}

test_adequate_for_a_certified_recipient_only if {
	hop := _hop("component.api", "model.llm")
	transfers.adequate(hop) with input as _input
	other := json.patch(_input, [{"op": "replace", "path": "/derived/node/model.llm/operator", "value": "party.plain"}])
	not transfers.adequate(hop) with input as other
}

_decided(decision) if transfers.adequate(_hop("component.api", "model.llm")) with input as _input with data.data.adequacy.decisions as [decision]

test_adequate_while_in_force if {
	_decided({"country": "US", "from": "2020-01-01"})
	_decided({"country": "US", "from": "2026-11-23", "until": "2026-11-23"})
	not _decided({"country": "US", "from": "2026-11-24"})
	not _decided({"country": "US", "from": "2020-01-01", "until": "2026-11-22"})
	not _decided({"country": "CA", "from": "2020-01-01"})
	not _decided({"country": "US", "from": "2020-01-01", "condition": "something_new"})
}

test_adequate_for_a_commercial_party if {
	_decided({"country": "US", "from": "2020-01-01", "condition": "commercial"})
	nobody := json.remove(_input, ["/derived/node/model.llm/operator"])
	not transfers.adequate(_hop("component.api", "model.llm")) with input as nobody
		with data.data.adequacy.decisions as [{"country": "US", "from": "2020-01-01", "condition": "commercial"}]
}

test_mechanisms_by_flow_and_recipient if {
	flows := {"flow": [
		{"ref": "flow.a", "to": "model.a", "transfer": {"mechanism": "scc"}},
		{"ref": "flow.b", "to": "model.b", "transfer": {"unknown": ["mechanism"]}},
		{"ref": "flow.c", "to": "model.c"},
	]}
	transfers.with_mechanism == {"flow.a", "model.a"} with input as flows
	transfers.with_unknown_mechanism == {"flow.b", "model.b"} with input as flows
}

test_sentence_of_a_tool if {
	hop := {"type": "tool", "ref": "tool.t", "from": "tool.t", "to": "model.llm"}
	transfers.sentence(hop, "user.name") == "a call of tool.t takes user.name from tool.t in DE to model.llm in US" with input as _tool("DE", ["model.llm"])
}

test_sentence if {
	transfers.sentence(_hop("component.api", "model.llm"), "user.name") == "flow.f carries user.name from component.api in DE to model.llm in US" with input as _input
	transfers.sentence(_hop("principal.customer", "model.llm"), "user.name") == "flow.f carries user.name from principal.customer to model.llm in US" with input as _input
	transfers.sentence(_access_hop("store.crm", "principal.agents"), "user.name") == "principal.agents in IN can read user.name in store.crm in DE through access.a" with input as _input
}

test_not_adequate if {
	transfers.not_adequate(_hop("component.api", "model.llm")) == "no adequacy decision on US covers party.us" with input as _input
	nobody := json.remove(_input, ["/derived/node/model.llm/operator"])
	transfers.not_adequate(_hop("component.api", "model.llm")) == "no adequacy decision on US covers model.llm" with input as nobody
}

test_unknown_places if {
	transfers.why_unknown({"type": "principal"}) == "its country is not declared"
	transfers.why_unknown({"type": "store", "region": "mars-1", "unknown_region": true}) == `the country of its region "mars-1" is not known`
	transfers.why_unknown({"type": "store", "region": "eu-centrl-1", "unknown_region": true, "nearest_region": "eu-central-1"}) == `the country of its region "eu-centrl-1" is not known (the nearest that is known: eu-central-1)`
	transfers.why_unknown({"type": "store", "unknown_region": false}) == "neither its region nor the country of its operator is declared"
	transfers.place_attribute({"type": "principal"}) == "country"
	transfers.place_attribute({"type": "tool"}) == "region"
}

test_placed_tools if {
	transfers.placed({"operator": "party.a"})
	transfers.placed({"region": "DE"})
	transfers.placed({"unknown": ["region"]})
	not transfers.placed({"unknown": ["effect"]})
}

test_outsiders if {
	transfers.outsiders == {"principal.customer", "principal.public"} with input as {"principal": [
		{"ref": "principal.customer", "kind": "data_subject"},
		{"ref": "principal.public", "kind": "public"},
		{"ref": "principal.agents", "kind": "human_group"},
	]}
}

test_where_a_person_is_does_not_matter if {
	there := json.patch(_with("principal.customer", "model.llm"), [{"op": "add", "path": "/derived/node/principal.customer/country", "value": "US"}])
	transfers.hops == {_hop("principal.customer", "model.llm")} with input as there
}

test_country_counts_before_area if {
	both := json.patch(_with("component.api", "model.llm"), [{"op": "add", "path": "/derived/node/model.llm/area", "value": "EU"}])
	transfers.hops == {_hop("component.api", "model.llm")} with input as both
}

test_entries_of_a_flow_are_not_those_of_its_start if {
	transfers.entries({"type": "flow", "ref": "flow.in", "from": "model.llm"}) == [{"category": "user.name"}] with input as _input
}

test_recipient_of_what_a_service_reads if {
	service := json.patch(_input, [{"op": "replace", "path": "/principal/1/kind", "value": "service"}])
	transfers.recipient(_hop("store.crm", "principal.agents")) == "party.acme" with input as service
}

test_tool_of_an_unknown_operator_is_placed if {
	transfers.placed({"unknown": ["operator"]})
}
