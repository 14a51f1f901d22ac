package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/aicomply/aicomply/internal/github"
	"github.com/aicomply/aicomply/internal/report"
)

const publishHelp = `Publish a saved JSON report on the pull request that GitHub Actions runs for.

Writes the step summary, the outputs and the workflow annotations first, then one
summary comment that later runs keep up to date, and inline comments on changed lines.
The token is read from GITHUB_TOKEN; it needs pull-requests: write. Where it may only
read, as on a pull request from a fork, annotations and summary remain.

--check-run also makes a check run on the commit (checks: write), and --sarif hands the
file of check --format sarif=FILE to code scanning (security-events: write). Where the
token may not do that, a notice says so; neither fails a run.

The pull request is the event's, or that of --repo, --pr and --head. The report has no
say in it: a report from elsewhere can be published, as in a workflow_run.`

func (a *app) publishCommand() *cobra.Command {
	return group("publish", "Publish a report", a.publishGitHubCommand())
}

func (a *app) publishGitHubCommand() *cobra.Command {
	o := github.Options{}
	comment, inline := string(github.Auto), true
	cmd := &cobra.Command{
		Use:     "github REPORT",
		Short:   "Publish a report on a GitHub pull request",
		Long:    publishHelp,
		Example: "  aicomply check -o report.json; aicomply publish github report.json",
		Args:    operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("--comment", comment, names(github.CommentModes())); err != nil {
				return err
			}
			r, err := a.readReport(args[0])
			if err != nil {
				return err
			}
			o.Comment, o.Env, o.Token, o.Logger = github.CommentMode(comment), github.EnvFrom(a.Getenv), a.Getenv("GITHUB_TOKEN"), a.log
			o.NoInline = !inline
			if o.SARIF != "" {
				o.SARIF = a.join(o.SARIF)
			}
			if a.Getenv("GITHUB_ACTIONS") == "true" {
				o.Stdout = a.Out
			}
			out, err := github.New(o).Publish(cmd.Context(), r)
			if err != nil {
				return err
			}
			for _, note := range out.Notes {
				fmt.Fprintln(a.Err, "aicomply: "+report.EscapeTerminal(note))
			}
			fmt.Fprintf(a.Err, "aicomply: published %d findings, mode %s%s\n", out.Findings, out.ReportingMode, explained(report.EscapeTerminal(out.Reason)))
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&comment, "comment", comment, "when to comment: auto (when there is something to say), always, never")
	flags.BoolVar(&inline, "inline", inline, "comment on changed lines; with --inline=false the summary comment lists all findings")
	flags.BoolVar(&o.RequireComment, "require-comment", false, "fail if the pull request cannot be commented on")
	flags.BoolVar(&o.CheckRun, "check-run", false, "also make a check run on the commit")
	flags.StringVar(&o.SARIF, "sarif", "", "SARIF `FILE` of the same check to hand to code scanning")
	flags.StringVar(&o.Repository, "repo", "", "repository, as owner/name (default: the event's)")
	flags.IntVar(&o.PullRequest, "pr", 0, "number of the pull request (default: the event's)")
	flags.StringVar(&o.Head, "head", "", "commit that the report is about (default: the event's)")
	flags.StringVar(&o.PathPrefix, "path-prefix", "", "folder of the repository in which aicomply ran")
	flags.StringVar(&o.Name, "name", "", "name that keeps apart several reports on one pull request (default: the path prefix)")
	_ = cmd.RegisterFlagCompletionFunc("comment", fixed(names(github.CommentModes())))
	return cmd
}

func explained(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}

func (a *app) readReport(name string) (*report.Report, error) {
	var in io.Reader = a.In
	if name != "-" {
		f, err := os.Open(a.join(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, cause(err))
		}
		defer f.Close()
		in = f
	}
	r, err := report.Read(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, nil
}
