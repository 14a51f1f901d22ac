package aicomply.lib.numbers_test

import data.aicomply.lib.numbers

test_greater if {
	numbers.greater(0.02, 0.01)
	numbers.greater(1.00000001, 1)
	not numbers.greater(1, 2)
	not numbers.greater(1, 1)
}

test_greater_forgives_binary_arithmetic if {
	not numbers.greater(1.1 * 3, 3.3)
	not numbers.greater(1 - 0.99, 0.01)
	not numbers.greater(1.01 - 1, 0.01)
}

test_least_difference_that_counts if {
	numbers.greater(1.000000001, 1)
	not numbers.greater(1.0000000004, 1)
}
