category "user.contact" {
  title = "Changed"
}
category "user.employe.id" {
  title = "No parent"
}
category "employee" {
  title = "No tree"
}
category "user.contct.email.private" {
  title = "Misspelt parent"
}
category "user.contct.private" {
  title = "Misspelt parent"
}
category "user.health_and_medical.blood" {
  title   = "Other article"
  special = "art10"
}
category "user.authorization.badge" {
  title      = "Badge"
  credential = false
}
category "user.health_and_medical.lab.blood" {
  title   = "Inherited by way of an added one"
  special = "art10"
}
category "user.health_and_medical.lab" {
  title   = "Said again, which is right"
  special = "art9"
}
