category "user.Employee" {
  title = "Form"
}
category "user..x" {
  title = "Form"
}
category "user.employee_id" {
  special = "art8"
}
category "user.badge_number" {
  title = "First"
}
category "user.badge_number" {
  title = "Second"
}
