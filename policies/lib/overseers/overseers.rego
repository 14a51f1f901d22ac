# METADATA
# description: What the people who watch a system can do about it.
package aicomply.lib.overseers

# Some oversight block declares a power: can_override, can_stop.
able(power) if {
	some o in input.oversight
	o[power] == true
}

# No block declares it, and one leaves it open.
open(power) if {
	not able(power)
	some o in input.oversight
	not power in object.keys(o)
}

# Every block says no, and there is one.
unable(power) if {
	count(input.oversight) > 0
	not able(power)
	not open(power)
}
