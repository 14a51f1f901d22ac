# METADATA
# description: What an evaluation measures.
package aicomply.lib.quality

# The metric is a share of cases, not a time or a distance.
counts_cases(evaluation) if not _measures(evaluation)

_measures(evaluation) if evaluation.metric in {"latency", "mae", "rmse"}

# The measured value is declared, and lies between 0 and 1.
is_share(evaluation) if {
	evaluation.value >= 0
	evaluation.value <= 1
}

# Lower values are better, as for an error rate.
lower_is_better(evaluation) if evaluation.better == "lower"
