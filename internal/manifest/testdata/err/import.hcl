system "s" {}
import "a" {
  source = "shared.hcl"
}
