// Command bare imports what a check cannot do without, OPA's syntax trees and
// evaluator and HCL's parser, and does nothing. What it takes to start is what
// no check can get below.
package main

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

func main() {
	_, diags := hclsyntax.ParseExpression([]byte("1"), "bare", hcl.InitialPos)
	fmt.Println(len(diags), ast.NewCompiler() != nil, topdown.NewQuery(nil) != nil)
}
