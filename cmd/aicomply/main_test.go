package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aicomply/aicomply/internal/cli"
)

var update = flag.Bool("update", false, "update the expected output in testdata/script")

// root is the root of this repository.
const root = "../.."

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"aicomply": func() { os.Exit(cli.Main(os.Args[1:], cli.OSStreams())) },
	})
}

// TestScripts runs the scripts of testdata/script: what users see of every
// command. Each runs in a folder that is a repository (it has .git) and holds
// a small set of policies in pack, so that no script depends on what the
// built-in policies say. The command "code N aicomply …" expects the exit
// code N.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			if err := os.Mkdir(filepath.Join(env.WorkDir, ".git"), 0o755); err != nil {
				return err
			}
			pack := os.DirFS(filepath.Join(root, "testdata", "script", "pack"))
			return os.CopyFS(filepath.Join(env.WorkDir, "pack"), pack)
		},
		Condition: func(name string) (bool, error) {
			if name == "root" { // whom no permission holds back
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code},
	})
}

func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [argument...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
