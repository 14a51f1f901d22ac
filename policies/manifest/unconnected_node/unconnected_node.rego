# METADATA
# title: A component, store, model or tool takes part in no flow
# description: |
#   A node that nothing leads to or from is either gone, or its flows are missing; then nothing is known of the data in
#   it, and every other policy passes it by.
#
#   Checked is every component, store, model and tool: it is the start or the end of a flow; or it is a tool with
#   `used_by`, or a model named there; or an access grant that can read opens it. A store that an `audit_log` is kept in
#   or that a model was `trained_on`, and a model that is the `alternative` of another, are in use too. Operator and
#   region of nodes are required by `manifest/required_fact_missing`.
#
#   A false positive is a node that is planned: declare it once it takes part.
# related_resources:
#   - description: NIST SP 800-53 Rev. 5, CM-8
#     ref: https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
# custom:
#   severity: low
#   blocks_from: production
#   method: graph
#   remediation: Declare the flows that connect it, or delete it.
#   controls: ["nist-800-53:CM-8", "nist-ai-rmf:GOVERN 1.6", "nist-ai-rmf:MAP 4.1"]
package aicomply.policies.manifest.unconnected_node

default applies := false

applies if count(_machines) > 0

deny contains {
	"path": [node.type, node.name],
	"message": sprintf("%s takes part in no flow", [ref]),
	"witness": {"node": ref},
} if {
	some ref, node in _machines
	not ref in _connected
}

_machines := {ref: node | some ref, node in input.derived.node; node.type in {"component", "store", "model", "tool"}}

_connected contains f.from if some f in input.flow

_connected contains f.to if some f in input.flow

_connected contains ref if {
	some t in input.tool
	some model in t.used_by
	some ref in [t.ref, model]
}

_connected contains a.resource if {
	some a in input.access
	input.derived.access[a.ref].reads
}

_connected contains log.store if some log in input.audit_log

_connected contains source if {
	some m in input.model
	some source in m.trained_on
}

_connected contains m.alternative if some m in input.model
