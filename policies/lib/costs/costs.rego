# METADATA
# description: What the system costs, as findings show it.
package aicomply.lib.costs

import data.aicomply.lib.text

# An amount in the declared currency: whole units from 100 on.
money(x) := concat("", [_amount(x), _currency])

# The same for an amount shown beside a limit that it misses.
money_beside(x, limit) := money(x) if _amount(x) != _amount(limit)

money_beside(x, limit) := concat("", [text.number(x), _currency]) if _amount(x) == _amount(limit)

# Items whose monthly cost is known, the dearest first: "api 2,383 EUR".
items := [sprintf("%s %s", [name, money(monthly)]) |
	some [_, name, monthly] in sort([[0 - c.monthly, i.name, c.monthly] |
		some i in input.cost.item
		c := input.derived.cost_item[i.name]
	])
]

_amount(x) := text.fixed(x, 0) if x >= 100

_amount(x) := text.fixed(x, 0) if {
	x < 100
	x == round(x)
}

_amount(x) := text.fixed(x, 2) if {
	x < 100
	x != round(x)
}

default _currency := ""

_currency := sprintf(" %s", [input.cost.currency])
