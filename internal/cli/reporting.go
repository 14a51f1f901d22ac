package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/aicomply/aicomply/internal/check"
	"github.com/aicomply/aicomply/internal/report"
)

// reporting renders a report in every format that was asked for while the
// deployments are checked.
type reporting struct {
	a       *app
	o       report.Options
	targets []target
	streams []*report.Stream
	lines   report.Lines // that diagnostics are about
}

func (a *app) newReporting(targets []target, o report.Options) *reporting {
	p := &reporting{a: a, targets: targets}
	o.Sources, o.Lines = nil, &p.lines
	p.o = o
	for _, t := range targets {
		own := o
		own.Color = t.file == "" && a.colored()
		p.streams = append(p.streams, t.format.Stream(own))
	}
	return p
}

func (p *reporting) close() {
	for _, s := range p.streams {
		s.Close()
	}
}

// add renders one deployment, and keeps of its source what diagnostics show.
func (p *reporting) add(r *report.Report, result check.Result) error {
	p.lines.Keep(result.Diagnostics, result.Source)
	if result.Deployment == nil {
		return nil
	}
	for i, s := range p.streams {
		if err := s.Add(r, *result.Deployment, result.Source); err != nil {
			return fmt.Errorf("format %s: %w", p.targets[i].format.Name, err)
		}
	}
	return nil
}

// write writes what was rendered. Files come before stdout, whose reader may be
// gone, and one that cannot be written does not keep the rest back. Diagnostics
// go to stderr too, unless stdout shows them to people.
func (p *reporting) write(ctx context.Context, r *report.Report) error {
	var errs []error
	forPeople := false
	for i, t := range p.targets {
		forPeople = forPeople || t.file == "" && t.format.Name == "text"
		if t.file != "" {
			errs = append(errs, p.a.renderFile(t.file, func(w io.Writer) error { return p.streams[i].Finish(stoppable{ctx, w}, r) }))
		}
	}
	if !forPeople && len(r.Diagnostics) > 0 {
		errs = append(errs, report.WriteDiagnostics(p.a.Err, r.Diagnostics, p.o))
	}
	for i, t := range p.targets {
		if t.file == "" {
			errs = append(errs, p.a.renderOut(t.format, func(w io.Writer) error { return p.streams[i].Finish(stoppable{ctx, w}, r) }))
		}
	}
	return errors.Join(errs...)
}

// renderOut writes to stdout. Only text is for the log of a workflow: the other
// formats are read by programs, and github is commands itself.
func (a *app) renderOut(f report.Format, render func(io.Writer) error) error {
	w := bufio.NewWriterSize(a.Out, writeBuffer)
	if f.Name == "text" && a.actions() {
		return cmp.Or(inertly(w, render), w.Flush())
	}
	return cmp.Or(render(w), w.Flush())
}

const writeBuffer = 64 << 10

// stoppable fails once the run is to end.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// renderFile replaces a file as a whole, so that nobody reads half a report.
// What is no regular file, such as a device, a pipe or a link, is written to.
func (a *app) renderFile(name string, render func(io.Writer) error) error {
	file, mode := a.join(name), fs.FileMode(0o644)
	info, err := os.Lstat(file)
	switch {
	case err == nil && !info.Mode().IsRegular():
		err = overwrite(file, render)
	case err == nil:
		err = replaceFile(file, render, info.Mode().Perm())
	default:
		err = replaceFile(file, render, mode)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, cause(err))
	}
	return nil
}

func overwrite(file string, render func(io.Writer) error) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, render), f.Close())
}

func replaceFile(file string, render func(io.Writer) error, mode fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".aicomply-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone if all went well
	err = buffered(tmp, render)
	if err == nil {
		err = tmp.Chmod(mode)
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

func buffered(f *os.File, render func(io.Writer) error) error {
	w := bufio.NewWriterSize(f, writeBuffer)
	return cmp.Or(render(w), w.Flush())
}
