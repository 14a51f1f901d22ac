# expect: model.addresses
# expect: monitor.belts.drift.threshold gap
system "parcel_sorting" {
  title            = "Parcel sorting"
  intended_purpose = "Reads addresses on parcels and sends each to its belt."
  stage            = "production"
}
model "addresses" {
  kind    = "vision"
  version = "addresses-3.3.0"
}
model "belts" {
  kind    = "classifier"
  version = "belts-1.9.2"
}
monitor "addresses" {
  covers  = [model.addresses]
  signals = ["accuracy"]
}
monitor "belts" {
  covers  = [model.belts]
  signals = ["accuracy"]
  drift {
    method   = "population stability index"
    window   = "7d"
    baseline = "the evaluation sample of May 2026"
  }
}
