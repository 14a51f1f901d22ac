system "s" {}
dataset "d" {
  data_categories = ["user.contact.emial", "nonsense"]
  may_contain     = ["User.Contact"]
  data_subjects   = ["custmer"]
}
purpose "p" {
  data_use = "essential.servce"
}
