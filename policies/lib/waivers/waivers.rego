# METADATA
# description: What is wrong with waivers, as aicomply found it.
package aicomply.lib.waivers

# The findings of one policy about waivers: each problem is where its attribute stands.
findings(policy) := [{"path": ["waiver", w.name, problem.attribute], "message": problem.message} |
	some w in input.waiver
	some problem in input.derived.waiver[w.ref].problems
	problem.policy == policy
]

# There is a waiver to judge.
declared if {
	some _ in input.waiver
}
