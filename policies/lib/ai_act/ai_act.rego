# METADATA
# description: What the EU AI Act takes a system and its operator for, and from which day it demands what.
package aicomply.lib.ai_act

import data.aicomply.lib.jurisdiction

# The system is used in the EU and classified as high-risk. Where no class is
# declared, classification/class_inconsistent asks for it.
high_risk if {
	jurisdiction.eu_ai_act
	input.system.eu_ai_act.risk_level == "high"
}

# The organisation has a role. Where it declares none, all are assumed.
has_role(role) if role in input.system.operator_roles

has_role(_) if not roles_declared

roles_declared if count(input.system.operator_roles) > 0

# The points of Annex III under which the system falls, as declared: "4(a)", "2".
points contains point if some point in input.system.eu_ai_act.annex_iii

# Those of them that lie at or below one: below("5") holds "5" and "5(b)".
below(top) := {p | some p in points; _lies_in(p, top)}

_lies_in(point, top) if point == top

_lies_in(point, top) if startswith(point, sprintf("%s(", [top]))

# The day from which a control applies to this system. Duties for products
# under Annex I begin later than those for Annex III.
from(control) := _later(control)

from(control) := _controls[control].applies_from if not _later(control)

# The day from which a control applies to systems placed on the market before its transition.
after_transition(control) := _controls[control].transition.applies_from if {
	input.system.eu_ai_act.first_placed_on_market < _controls[control].transition.placed_before
}

_controls := data.data.frameworks["eu-ai-act"].controls

# Of a product, where the control has such a date.
_later(control) := _controls[control].applies_from_annex_i if {
	input.system.eu_ai_act.annex_i
	count(points) == 0
}
