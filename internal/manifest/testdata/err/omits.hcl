system "s" {}
component "a" {}
store "b" {}
dataset "d" {
  data_categories = ["user.name", "user.contact"]
  may_contain     = ["user.health_and_medical"]
}
flow "f" {
  from    = component.a
  to      = store.b
  carries = [dataset.d]
  omits   = ["user.name", "user.contact.email", "user.health_and_medical"]
}
