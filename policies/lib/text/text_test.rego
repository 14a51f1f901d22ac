package aicomply.lib.text_test

import data.aicomply.lib.text

test_fixed if {
	text.fixed(4483.333333333, 0) == "4,483"
	text.fixed(0.3, 2) == "0.30"
	text.fixed(0.910421851, 3) == "0.910"
	text.fixed(9, 1) == "9.0"
	text.fixed(8.966666667, 1) == "9.0"
	text.fixed(0, 0) == "0"
	text.fixed(999.5, 0) == "1,000"
	text.fixed(-1234.5, 1) == "-1,234.5"
	text.fixed(1234567, 2) == "1,234,567.00"
	text.fixed(100, 0) == "100"
}

test_beside_keeps_a_difference if {
	text.beside(38.68, 12, 1) == "38.7"
	text.beside(60.0001, 60, 1) == "60.0001"
}

test_number if {
	text.number(0.00001) == "0.00001"
	text.number(0.9) == "0.9"
	text.number(30) == "30"
	text.number(1200) == "1,200"
}

test_counted if {
	text.counted(1, "day") == "1 day"
	text.counted(55, "day") == "55 days"
	text.counted(1000, "case") == "1,000 cases"
}

test_list_is_sorted if {
	text.list({"b", "a"}) == "a, b"
	text.list(["b", "a"]) == "a, b"
}

test_fixed_to_each_number_of_decimals if {
	every decimals in numbers.range(1, 9) {
		text.fixed(1, decimals) == concat(".", ["1", substring("000000000", 0, decimals)])
	}
}

test_fixed_keeps_the_sign_of_a_small_number if {
	text.fixed(-0.5, 1) == "-0.5"
}

_names(n) := {sprintf("n%02d", [i]) | some i in numbers.range(1, n)}

test_short_lists_are_whole if {
	text.list([]) == ""
	endswith(text.list(_names(20)), "n19, n20")
}

test_long_lists_are_cut_off if {
	endswith(text.list(_names(21)), "n19, n20 and 1 more")
	startswith(text.list(_names(21)), "n01, n02, ")
	endswith(text.list(_names(1500)), " and 1,480 more")
}

test_another_separator if {
	text.joined({"b", "a"}, " and ") == "a and b"
	endswith(text.joined(_names(22), "; "), "n19; n20 and 2 more")
}
