# METADATA
# description: Calendar dates and durations as manifests write them, in whole days.
package aicomply.lib.dates

_day_ns := 86400000000000

# A date as days since 1970-01-01, UTC.
day(date) := time.parse_ns("2006-01-02", date) / _day_ns

# Days from one date to another; negative when the second is earlier.
between(from, to) := day(to) - day(from)

# A duration such as "90d" or "72h" in days.
days(duration) := hours(duration) / 24

# A duration in hours.
hours(duration) := to_number(substring(duration, 0, count(duration) - 1)) * _unit_hours[substring(duration, count(duration) - 1, 1)]

_unit_hours := {"m": 1 / 60, "h": 1, "d": 24, "w": 168}
