// Command data makes what package bench measures on, and compares what the two
// sides found. It is a program of its own so that the one that measures stays
// small: the peak memory that Linux reports of a child is never below that of
// the process that started it.
//
//	data fleet N DIR            N manifests, each in a folder of its own
//	data flows N DIR            one manifest with N flows: a tree with ways back
//	data layers N LAYERS DIR    one manifest with about N flows between all nodes of neighbouring layers
//	data policies N DIR         the built-in policies, N times, under other names
//	data peer DIR               the built-in policies as conftest and opa read them
//	data input SRC DIR          the input of every deployment below SRC, as JSON
//	data agree FILE FILE        fails unless a report of aicomply and one of conftest say the same
//
// Equal arguments give equal files.
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "data:", err)
		os.Exit(1)
	}
}

// operands is how many arguments each command takes.
func operands() map[string]int {
	return map[string]int{"fleet": 2, "flows": 2, "layers": 3, "policies": 2, "peer": 1, "input": 2, "agree": 2}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("no command")
	}
	command, args := args[0], args[1:]
	if want, ok := operands()[command]; !ok || len(args) != want {
		return fmt.Errorf("%s with %d arguments: no such command", command, len(args))
	}
	switch command {
	case "peer":
		return writePeer(args[0])
	case "input":
		return writeInputs(args[0], args[1])
	case "agree":
		return agree(args[0], args[1])
	}
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 1 {
		return fmt.Errorf("%s: %q is not a number from 1", command, args[0])
	}
	switch command {
	case "fleet":
		return writeFleet(n, args[1])
	case "flows":
		return writeManifest(args[1], flows(n))
	case "policies":
		return writePolicies(n, args[1])
	}
	depth, err := strconv.Atoi(args[1])
	if err != nil || depth < 2 {
		return fmt.Errorf("layers: %q is not a number from 2", args[1])
	}
	return writeManifest(args[2], layers(n, depth))
}
