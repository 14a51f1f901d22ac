# METADATA
# description: |
#   One finding for a block with several faults. A fault is {"attribute", "text", "gap"}: what is at fault, what is
#   wrong in words that follow the block's address, and whether the fact is only absent. It may have a "fix", the value
#   of the attribute that settles it.
package aicomply.lib.parts

# The finding of the block at a path: at the attribute, if just one is at fault.
# It is a gap only if nothing that is declared is wrong, and has a fix only if that settles all of it.
finding(path, address, faults) := object.union(_fix(faults), {
	"path": array.concat(path, _attribute({f.attribute | some f in faults})),
	"message": sprintf("%s %s", [address, concat("; it ", [f.text | some f in sort(faults)])]),
	"kind": _kind(faults),
})

_attribute(attributes) := [a | some a in attributes] if count(attributes) == 1

_attribute(attributes) := [] if count(attributes) != 1

default _fix(_) := {}

_fix(faults) := {"fix": value} if {
	count(faults) == 1
	some f in faults
	value := f.fix
}

default _kind(_) := "violation"

_kind(faults) := "gap" if {
	every f in faults { f.gap }
}
