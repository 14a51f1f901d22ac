// Package cli is the command line: it turns arguments into options, reads
// files, calls the pure packages below it, and turns what they return into
// bytes on the right stream and an exit code.
//
// What a command was asked for goes to stdout, everything else to stderr. The
// exit code is 0 if nothing blocks, 1 if a finding does, and 2 if something
// could not be checked; only this package knows these numbers.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"github.com/aicomply/aicomply/internal/policy"
	"github.com/aicomply/aicomply/internal/suggest"
)

// The exit codes.
const (
	exitOK       = 0
	exitFindings = 1
	exitError    = 2
)

// Streams is the world outside the process, as far as a command may touch it.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	OutTTY   bool // Out is a terminal
	ErrTTY   bool // Err is one
	Width    int  // of the terminal, in columns; 0 = unknown
	Getenv   func(string) string
	Dir      string // working directory
}

// OSStreams are the streams of this process.
func OSStreams() Streams {
	s := Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Dir: "."}
	if fd := int(os.Stdout.Fd()); term.IsTerminal(fd) {
		s.OutTTY = true
		s.Width, _, _ = term.GetSize(fd)
	}
	s.ErrTTY = term.IsTerminal(int(os.Stderr.Fd()))
	if dir, err := os.Getwd(); err == nil {
		s.Dir = dir
	}
	return s
}

// app is one run of the command line.
type app struct {
	Streams
	log      *logrus.Logger
	logLevel string
	color    string
	packs    *packs        // of the configurations read so far
	ahead    *policy.Ahead // the built-in policies, or nil
	code     int           // exit code of a command that ran without error
}

// Main runs the command line and returns the exit code.
func Main(args []string, s Streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if s.actions() {
		s.Err = commandless{s.Err}
	}
	out := &watched{w: s.Out}
	s.Out = out
	a := &app{Streams: s, log: logrus.New()}
	a.packs = a.newPacks()
	a.log.SetOutput(s.Err)
	root := a.root()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	if err := cmp.Or(root.ExecuteContext(ctx), out.err); err != nil {
		a.fail(err)
		return exitError
	}
	return a.code
}

// Command is the command line as a tree, for those who write manual pages and
// completions from it. It is not meant to be run: it prints nowhere.
func Command() *cobra.Command {
	silent := Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard, Getenv: func(string) string { return "" }}
	return (&app{Streams: silent, log: logrus.New()}).root()
}

// watched remembers that writing failed, for the many who do not look.
type watched struct {
	w   io.Writer
	err error
}

func (o *watched) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	o.err = cmp.Or(o.err, err)
	return n, err
}

// errExplained is an error whose explanation is already on stderr.
var errExplained = errors.New("explained already")

func (a *app) fail(err error) {
	switch {
	case errors.Is(err, errExplained):
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.Err, "aicomply: interrupted")
	default:
		fmt.Fprintln(a.Err, "aicomply: "+escapeLines(err.Error()))
	}
}

const rootHelp = `aicomply lists everything that can prevent the deployment of an AI system,
from the first commit on.

A deployment manifest (aicomply.hcl and *.aicomply.hcl beside the code) says which
data flows where, who has access, what is audited and how decisions are explained,
and the facts that decide whether the system survives production. aicomply derives
what follows from it, evaluates Rego policies over it, and reports findings on the
exact line.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "aicomply",
		Short:             "Policy-as-code compliance checks for AI deployments",
		Long:              rootHelp,
		Example:           "  aicomply check\n  aicomply check --stage production services/triage\n  aicomply explain transfer/no_mechanism",
		SilenceErrors:     true,
		SilenceUsage:      true,
		Args:              cobra.ArbitraryArgs,
		Version:           version(),
		RunE:              helpOrUnknown,
		PersistentPreRunE: func(*cobra.Command, []string) error { return a.globals() },
	}
	root.SetVersionTemplate("aicomply {{.Version}}\n")
	root.PersistentFlags().StringVar(&a.logLevel, "log-level", "warning", "log to stderr from this `LEVEL` on: "+strings.Join(logLevels(), ", "))
	root.PersistentFlags().StringVar(&a.color, "color", "auto", "colour the output `WHEN`: auto, always, never")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagError(cmd, err) })
	root.AddCommand(a.checkCommand(), a.diffCommand(), a.coverageCommand(), a.frameworksCommand(), a.graphCommand(), a.inputCommand(), a.evalCommand(), a.schemaCommand(), a.explainCommand(),
		a.policyCommand(), a.publishCommand(), a.versionCommand())
	_ = root.RegisterFlagCompletionFunc("log-level", fixed(logLevels()))
	_ = root.RegisterFlagCompletionFunc("color", fixed(colorModes()))
	strict(root)
	return root
}

// strict makes the commands that cobra adds fail on names that they do not
// know, instead of printing a help text and succeeding.
func strict(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "completion":
			c.Args, c.RunE = cobra.ArbitraryArgs, helpOrUnknown
		case "help":
			c.RunE = func(cmd *cobra.Command, args []string) error {
				about, rest, err := cmd.Root().Find(args)
				if err != nil {
					return err
				}
				return helpOrUnknown(about, rest)
			}
		}
	}
}

func logLevels() []string  { return []string{"debug", "info", "warning", "error"} }
func colorModes() []string { return []string{"auto", "always", "never"} }

// globals checks the flags that every command has.
func (a *app) globals() error {
	if err := oneOf("--color", a.color, colorModes()); err != nil {
		return err
	}
	if err := oneOf("--log-level", a.logLevel, logLevels()); err != nil {
		return err
	}
	level, err := logrus.ParseLevel(a.logLevel)
	if err != nil {
		return fmt.Errorf("--log-level: %w", err)
	}
	a.log.SetLevel(level)
	a.log.SetFormatter(&logrus.TextFormatter{DisableColors: true, DisableTimestamp: true})
	return nil
}

// colored decides whether stdout gets colours.
func (a *app) colored() bool {
	if a.color != "auto" {
		return a.color == "always"
	}
	return a.OutTTY && a.Getenv("NO_COLOR") == "" && a.Getenv("TERM") != "dumb"
}

// group is a command that only has commands below it.
func group(use, short string, below ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{
		Use: use, Short: short, Args: cobra.ArbitraryArgs, RunE: helpOrUnknown,
	}
	c.AddCommand(below...)
	return c
}

// helpOrUnknown runs a command that does nothing itself: what follows its name
// is no command.
func helpOrUnknown(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return unknownCommand(cmd, args[0])
	}
	cmd.InitDefaultHelpFlag()
	return cmd.Help()
}

// operands checks the number of arguments that are not flags.
func operands(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("an argument is missing; usage: %s", cmd.UseLine())
		case len(args) > most:
			return fmt.Errorf("unexpected argument %q; usage: %s", args[most], cmd.UseLine())
		}
		return nil
	}
}

func unknownCommand(cmd *cobra.Command, name string) error {
	var names []string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return fmt.Errorf("unknown command %q for %q.%s Run '%s --help' for usage", name, cmd.CommandPath(), didYouMean(name, names), cmd.CommandPath())
}

// flagError adds the nearest flag to what pflag says of an unknown one.
func flagError(cmd *cobra.Command, err error) error {
	hint := ""
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		visit := func(f *pflag.Flag) { names = append(names, f.Name) }
		cmd.Flags().VisitAll(visit)
		cmd.InheritedFlags().VisitAll(visit)
		slices.Sort(names)
		if n := suggest.Nearest(unknown.GetSpecifiedName(), names); n != "" {
			hint = fmt.Sprintf(" Did you mean --%s?", n)
		}
	}
	return fmt.Errorf("%w.%s Run '%s --help' for usage", err, hint, cmd.CommandPath())
}

// oneOf refuses a value that is not among the allowed ones.
func oneOf(what, value string, allowed []string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return fmt.Errorf("%s: %q is not one of %s.%s", what, value, strings.Join(allowed, ", "), didYouMean(value, allowed))
}

// didYouMean is suggest.DidYouMean for short words, which people also cut
// short: "prod" is none too like "production".
func didYouMean(word string, candidates []string) string {
	begin := func(c string) bool { return len(word) > 1 && strings.HasPrefix(c, strings.ToLower(word)) }
	if i := slices.IndexFunc(candidates, begin); i >= 0 {
		return fmt.Sprintf(" Did you mean %q?", candidates[i])
	}
	return suggest.DidYouMean(word, candidates)
}

// fixed completes a flag with a list of values.
func fixed(values []string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}
