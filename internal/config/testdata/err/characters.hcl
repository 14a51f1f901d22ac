params {
  # ‮
}
