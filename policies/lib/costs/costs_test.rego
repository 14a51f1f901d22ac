package aicomply.lib.costs_test

import data.aicomply.lib.costs

_euros := {"cost": {"currency": "EUR"}}

test_money if {
	costs.money(4483.333333333) == "4,483 EUR" with input as _euros
	costs.money(99.5) == "99.50 EUR" with input as _euros
	costs.money(100.4) == "100 EUR" with input as _euros
	costs.money(12) == "12 EUR" with input as _euros
	costs.money(4000) == "4,000" with input as {"cost": {}}
}

test_money_beside_keeps_a_difference if {
	costs.money_beside(4483.333333333, 4000) == "4,483 EUR" with input as _euros
	costs.money_beside(4000.2, 4000) == "4000.2 EUR" with input as _euros
}

test_items_come_dearest_first if {
	costs.items == ["api 2,383", "review 1,200", "a_host 900", "b_host 900"] with input as {
		"cost": {"item": [{"name": "b_host"}, {"name": "a_host"}, {"name": "api"}, {"name": "review"}, {"name": "unknown"}]},
		"derived": {"cost_item": {
			"a_host": {"monthly": 900}, "b_host": {"monthly": 900},
			"api": {"monthly": 2383.333333333}, "review": {"monthly": 1200}, "unknown": {},
		}},
	}
}

test_whole_units_from_100_on if {
	costs.money(100) == "100 EUR" with input as _euros
	costs.money(99) == "99 EUR" with input as _euros
	costs.money(99.99) == "99.99 EUR" with input as _euros
}
