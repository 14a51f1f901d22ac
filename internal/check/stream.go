package check

import (
	"context"
	"slices"
	"time"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/report"
)

// Source gives N deployments. Load is called once for each number from 0, from
// several goroutines, about in that order.
type Source struct {
	N    int
	Load func(i int) Deployment
}

// Result is what one deployment came to.
type Result struct {
	Deployment  *report.Deployment       // nil if it could not be evaluated
	Diagnostics []finding.Diagnostic     // what the report says of it
	Source      func(file string) []byte // the bytes of its files; nil of others
}

// Stream is Run for any number of deployments: it loads each when its turn has
// come, hands its result to take, in the order of the source, and keeps nothing
// of it but counts. The report that take gets has what is known before the
// deployments are; the one that is returned has all but them. An error of take
// ends the run.
func Stream(ctx context.Context, s Source, o Options, take func(*report.Report, Result) error) (*report.Report, error) {
	o = o.withDefaults()
	r := o.emptyReport()
	used := map[string]bool{}
	err := each(ctx, s, o, r.Base, func(d Deployment, out outcome) error {
		result := Result{Deployment: out.deployment, Diagnostics: slices.Concat(out.before, d.Diagnostics, out.diags), Source: d.source}
		r.Diagnostics = append(r.Diagnostics, result.Diagnostics...)
		for _, p := range out.printed {
			if o.Printed != nil {
				o.Printed(d.Manifest.Path, p.ID, p.Printed)
			}
		}
		if out.deployment != nil {
			r.Count(*out.deployment)
			r.GateEdits = append(r.GateEdits, out.edits...)
			out.scope.uses(r.Rules, used)
		}
		return take(r, result)
	})
	if err != nil {
		return nil, err
	}
	r.Diagnostics = append(r.Diagnostics, o.outdated(used)...)
	r.Finish()
	return r, nil
}

// emptyReport says what is known before any deployment is evaluated.
func (o Options) emptyReport() *report.Report {
	r := &report.Report{
		SchemaVersion: report.SchemaVersion,
		Tool:          o.Tool,
		Clock:         o.Now.UTC().Format(time.DateOnly),
		Stage:         o.Stage,
		FailOn:        o.FailOn,
		Policies:      report.PolicySource{Source: o.Source, Digest: o.Policies.Digest()},
		Deployments:   []report.Deployment{},
		OnlyNew:       o.OnlyNew,
	}
	var about []finding.Diagnostic
	r.Base, r.GateEdits, about = o.Base.describe()
	r.Diagnostics = append(append([]finding.Diagnostic{}, o.Diagnostics...), about...)
	for _, rule := range o.Policies.Rules() {
		if o.Only(rule.ID) {
			r.Rules = append(r.Rules, rule)
		}
	}
	r.Policies.Count = len(r.Rules)
	return r
}

// source is the bytes of a file that the deployment was made of.
func (d Deployment) source(file string) []byte {
	if data := d.Manifest.Source(file); data != nil {
		return data
	}
	return d.Config.Source(file)
}
