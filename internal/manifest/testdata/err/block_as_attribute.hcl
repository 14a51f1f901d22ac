cost = 1
system "s" {
  volume = { per_week = 1 }
}
party = []
