# METADATA
# description: Numbers and lists as findings show them.
package aicomply.lib.text

# A number rounded to a number of decimals (0 to 9), thousands grouped: 4483.333
# at 0 is "4,483", 0.3 at 2 is "0.30".
fixed(x, decimals) := concat("", [_sign(x), _grouped(_whole(digits, decimals)), _fraction(digits, decimals)]) if {
	digits := sprintf("%0*d", [decimals + 1, round(abs(x) * _powers[decimals])])
}

# The same for a number shown beside a limit that it misses: in full where
# rounding would show both as equal.
beside(x, limit, decimals) := fixed(x, decimals) if fixed(x, decimals) != fixed(limit, decimals)

beside(x, limit, decimals) := number(x) if fixed(x, decimals) == fixed(limit, decimals)

# A number as it was declared, thousands grouped if it is whole.
number(x) := fixed(x, 0) if x == round(x)

number(x) := json.marshal(x) if x != round(x)

# A whole number of things: "1 day", "2 days".
counted(n, noun) := sprintf("%s %s", [number(n), noun]) if n == 1

counted(n, noun) := sprintf("%s %ss", [number(n), noun]) if n != 1

# A set or array of strings: sorted, with commas. Of more than twenty, the first twenty and how many more there are, so
# that the messages of large systems stay readable.
list(xs) := joined(xs, ", ")

# The same with another separator.
joined(xs, separator) := concat(separator, sort(xs)) if count(xs) <= _most

joined(xs, separator) := sprintf("%s and %s more", [concat(separator, array.slice(sort(xs), 0, _most)), number(count(xs) - _most)]) if {
	count(xs) > _most
}

_most := 20

_powers := [1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000]

_sign(x) := "-" if x < 0

_sign(x) := "" if x >= 0

_whole(digits, decimals) := substring(digits, 0, count(digits) - decimals)

_fraction(_, 0) := ""

_fraction(digits, decimals) := concat("", [".", substring(digits, count(digits) - decimals, decimals)]) if decimals > 0

# Grouped from the right: RE2 cannot look ahead, so the digits are turned round.
_grouped(digits) := strings.reverse(trim_suffix(regex.replace(strings.reverse(digits), `(\d{3})`, "$1,"), ","))
