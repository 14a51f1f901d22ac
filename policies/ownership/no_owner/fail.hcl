# expect: ownership
system "seat_booking" {
  title            = "Seat booking"
  intended_purpose = "Answers questions about bookings and changes seats on request."
  stage            = "pilot"
}
dataset "bookings" {
  data_categories = ["user.name"]
  data_subjects   = ["customer"]
}
ownership {
  business  = "head-of-sales"
  technical = "TBD"
  security  = "secops"
}
