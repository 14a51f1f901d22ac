// Command aicomply checks AI deployments against policies.
package main

import (
	"os"

	"github.com/aicomply/aicomply/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.OSStreams()))
}
