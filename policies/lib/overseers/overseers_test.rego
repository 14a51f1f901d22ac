package aicomply.lib.overseers_test

import data.aicomply.lib.overseers

_blocks(bs) := {"oversight": bs}

test_powers[i] if {
	cases := [
		[[], []],
		[[{"can_stop": true}], ["able"]],
		[[{"can_stop": false}, {"can_stop": true}], ["able"]],
		[[{}, {"can_stop": true}], ["able"]],
		[[{"can_stop": false}], ["unable"]],
		[[{"can_stop": false}, {"can_override": true}], ["open"]],
	]
	some i, c in cases
	able := [s | overseers.able("can_stop"); s := "able"] with input as _blocks(c[0])
	open := [s | overseers.open("can_stop"); s := "open"] with input as _blocks(c[0])
	unable := [s | overseers.unable("can_stop"); s := "unable"] with input as _blocks(c[0])
	array.concat(able, array.concat(open, unable)) == c[1]
}

test_no_block_at_all if {
	not overseers.able("can_stop") with input as {}
	not overseers.open("can_stop") with input as {}
	not overseers.unable("can_stop") with input as {}
}
