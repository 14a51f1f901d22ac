// Package policies embeds the built-in policies, their shared library and
// their data, so that the aicomply binary needs no files beside it.
//
// The folders are also what stock OPA reads: `opa test policies` and
// `opa eval -d policies` work on them as they stand.
package policies

import "embed"

// FS holds the policies with their tests and examples, the library and the data. Paths are relative to it:
// "transfer/no_mechanism/no_mechanism.rego", "data/countries.json".
//
//go:embed main.rego */*/*.rego */*/*.hcl data/*.json data/frameworks/*.json
var FS embed.FS

// Compiled holds the policies of FS compiled, which only makes starting faster:
// it is not used when it does not fit them.
//
//go:generate go run generate.go
//go:embed compiled.bin
var Compiled string
