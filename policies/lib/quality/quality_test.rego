package aicomply.lib.quality_test

import data.aicomply.lib.quality

test_counts_cases if {
	quality.counts_cases({"metric": "accuracy"})
	quality.counts_cases({})
	not quality.counts_cases({"metric": "latency"})
	not quality.counts_cases({"metric": "mae"})
	not quality.counts_cases({"metric": "rmse"})
}

test_is_share if {
	quality.is_share({"value": 0})
	quality.is_share({"value": 1})
	not quality.is_share({"value": 1.1})
	not quality.is_share({"value": -0.1})
	not quality.is_share({})
}

test_lower_is_better if {
	quality.lower_is_better({"better": "lower"})
	not quality.lower_is_better({"better": "higher"})
	not quality.lower_is_better({})
}
