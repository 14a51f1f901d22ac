package aicomply.lib.dates_test

import data.aicomply.lib.dates

test_between_counts_calendar_days if {
	dates.between("2026-12-20", "2027-01-18") == 29
	dates.between("2027-01-18", "2026-12-20") == -29
}

test_days if {
	dates.days("90d") == 90
	dates.days("2w") == 14
	dates.days("48h") == 2
}

test_hours if {
	dates.hours("72h") == 72
	dates.hours("30m") == 0.5
	dates.hours("1d") == 24
}
