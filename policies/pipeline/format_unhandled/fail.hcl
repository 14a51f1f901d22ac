# expect: pipeline.invoices.input_format.scanned_pdf
# expect: pipeline.invoices
system "invoice_capture" {
  title            = "Invoice capture"
  intended_purpose = "Reads supplier invoices and proposes a booking."
  stage            = "pilot"
}
component "ocr" { kind = "ocr" }
component "parser" { kind = "service" }
pipeline "invoices" {
  input_format "xml" {
    share   = 0.64
    handler = component.parser
  }
  input_format "scanned_pdf" {
    share = 0.30
  }
  input_format "photo" {
    share   = 0.04
    handler = component.ocr
  }
}
