system "s" {
  title = "a‮b"
  literacy = ""
}
