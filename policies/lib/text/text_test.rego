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
