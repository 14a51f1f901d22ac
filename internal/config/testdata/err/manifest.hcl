system "triage" {
  title = "Triage"
}
waiver "w" {}
import "x" {
  source = "../secrets.hcl"
}
