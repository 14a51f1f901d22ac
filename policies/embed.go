// Package policies embeds the built-in policies, their shared library and
// their data, so that the aicomply binary needs no files beside it.
//
// The folders are also what stock OPA reads: `opa test policies` and
// `opa eval -d policies` work on them as they stand.
package policies

import "embed"

// FS holds every file of this folder. Paths are relative to it:
// "transfer/no_mechanism/no_mechanism.rego", "data/countries.json".
//
//go:embed *
var FS embed.FS
