package policy

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/aicomply/aicomply/internal/finding"
	"github.com/aicomply/aicomply/internal/suggest"
)

// The bounds of a syntax tree. OPA's compiler recurses on the Go stack, whose
// overflow cannot be recovered from, and takes time exponential in the depth of
// nested comprehensions. Written by hand, none comes near.
const (
	maxBrackets       = 100  // brackets within brackets, before parsing
	maxTree           = 1000 // levels of the tree; an operator or an else branch is two or three
	maxComprehensions = 10   // comprehensions within comprehensions
	shortText         = 4096 // bytes
)

// parser turns files into modules and places into ranges.
type parser struct {
	diags *diagnostics
	texts map[string][]byte // by the name that OPA knows a file by
	caps  *ast.Capabilities
}

func (p *parser) parse(f file) *ast.Module {
	name := f.name()
	p.texts[name] = f.text
	brackets, at := nesting(f.text)
	if brackets > maxBrackets {
		p.tooDeep(rangeAt(name, f.text, at, at+1), fmt.Sprintf("Brackets may be nested %d deep.", maxBrackets))
		return nil
	}
	m, err := ast.ParseModuleWithOpts(name, string(f.text), ast.ParserOptions{
		ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: p.caps,
	})
	if err != nil {
		p.report(name, err, "Cannot parse policy")
		return nil
	}
	// A short text without deep brackets cannot have a tree worth walking.
	if (brackets > maxComprehensions || len(f.text) > shortText) && !p.checkDepth(m) {
		return nil
	}
	return m
}

func (p *parser) tooDeep(at finding.Range, what string) {
	p.diags.addAt(at, "Policy nested too deeply", what+" Move the inner part into a rule of its own.")
}

// checkDepth reports the first rule that is nested too deeply.
func (p *parser) checkDepth(m *ast.Module) bool {
	for _, r := range m.Rules {
		if what := tooDeep(r); what != "" {
			p.tooDeep(p.rangeOf(r.Location), what)
			return false
		}
	}
	return true
}

// tooDeep says why a rule or a query is nested too deeply, or "".
func tooDeep(x any) (what string) {
	depth, loops := 0, 0
	before := func(x any) bool {
		depth++
		loops += comprehensions(x)
		switch {
		case depth > maxTree:
			what = fmt.Sprintf("An expression may be nested %d deep; each operator and each else counts.", maxTree)
		case loops > maxComprehensions:
			what = fmt.Sprintf("Comprehensions may be nested %d deep.", maxComprehensions)
		}
		return what != ""
	}
	after := func(x any) {
		depth--
		loops -= comprehensions(x)
	}
	ast.NewBeforeAfterVisitor(before, after).Walk(x)
	return what
}

func comprehensions(x any) int {
	switch x.(type) {
	case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.TemplateString:
		return 1
	}
	return 0
}

// report turns an error of OPA into diagnostics.
func (p *parser) report(name string, err error, summary string) {
	var list ast.Errors
	var one *ast.Error
	switch {
	case errors.As(err, &list):
	case errors.As(err, &one):
		list = ast.Errors{one}
	default:
		p.diags.add(name, summary, sentence(err.Error()))
		return
	}
	for _, e := range list {
		p.reportOne(name, e, summary)
	}
}

// wrongArity is what OPA says of a call of a function of a policy.
var wrongArity = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^function data\.(?:.*\.)?(\w+) has arity`) })

func (p *parser) reportOne(name string, e *ast.Error, summary string) {
	at := finding.Range{File: name}
	if e.Location != nil {
		at = p.rangeOf(e.Location)
	}
	detail := sentence(e.Message)
	if fn, ok := strings.CutPrefix(e.Message, "undefined function "); ok {
		if why := unavailable(fn); why != "" {
			p.diags.addAt(at, "Function not available", fmt.Sprintf("A policy may not call %s: %s", fn, why))
			return
		}
		detail += suggest.DidYouMean(fn, p.functions())
	}
	if m := wrongArity().FindStringSubmatch(e.Message); m != nil && slices.Contains(p.functions(), m[1]) {
		detail += fmt.Sprintf(" It hides OPA's function %s, which operators call, too. Choose another name.", m[1])
	}
	if e.Code == ast.TypeErr && e.Message == "match error" {
		detail = "The two sides have different types, so that this never holds."
	}
	if e.Code == ast.UnsafeVarErr {
		detail += " Nothing gives it a value here. Is it misspelt, or does it need some … in, or :=?"
	}
	if d, ok := e.Details.(*ast.RefErrInvalidDetail); ok && len(d.OneOf) > 0 && d.Pos < len(d.Ref) {
		if word, ok := d.Ref[d.Pos].Value.(ast.String); ok {
			detail += " There is no " + quote(string(word)) + " here." + suggest.OneOf(string(word), constants(d.OneOf))
			summary = "Unknown name in a policy"
			if l := d.Ref[d.Pos].Location; l != nil {
				at = p.rangeOf(l)
			}
		}
	}
	p.diags.addAt(at, summary, detail)
}

// functions are the names of those that come with OPA.
func (p *parser) functions() []string {
	var out []string
	if p.caps != nil {
		for _, f := range p.caps.Builtins {
			out = append(out, f.Name)
		}
	}
	return out
}

func constants(values []ast.Value) []string {
	var out []string
	for _, v := range values {
		if s, ok := v.(ast.String); ok {
			out = append(out, string(s))
		}
	}
	return out
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

func quote(s string) string { return fmt.Sprintf("%q", s) }

// rangeOf is the first line of what a location covers.
func (p *parser) rangeOf(l *ast.Location) finding.Range {
	if l == nil {
		return finding.Range{}
	}
	text, ok := p.texts[l.File]
	if !ok || l.Offset < 0 || l.Offset > len(text) {
		return finding.Range{File: l.File, Start: finding.Pos{Line: l.Row, Column: l.Col}, End: finding.Pos{Line: l.Row, Column: l.Col}}
	}
	first, _, _ := bytes.Cut(l.Text, []byte("\n"))
	return rangeAt(l.File, text, l.Offset, l.Offset+max(len(first), 1))
}

// rangeAt is the range from one byte of a text to another.
func rangeAt(name string, text []byte, from, to int) finding.Range {
	return finding.Range{File: name, Start: posAt(text, from), End: posAt(text, min(to, len(text)))}
}

func posAt(text []byte, at int) finding.Pos {
	at = max(0, min(at, len(text)))
	line := bytes.LastIndexByte(text[:at], '\n') + 1
	return finding.Pos{Line: bytes.Count(text[:at], []byte("\n")) + 1, Column: utf8.RuneCount(text[line:at]) + 1, Byte: at}
}

// nesting is how deep brackets stand within brackets, and the byte of the
// deepest; it stops beyond maxBrackets.
func nesting(text []byte) (deepest, at int) {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '#':
			i += max(bytes.IndexByte(text[i:], '\n'), 0)
		case '"', '`':
			i = skipString(text, i)
		case '[', '{', '(':
			if depth++; depth > deepest {
				deepest, at = depth, i
			}
			if depth > maxBrackets {
				return deepest, at
			}
		case ']', '}', ')':
			depth = max(depth-1, 0)
		}
	}
	return deepest, at
}

// skipString is the byte at which the string that begins at i ends. A string
// in quotes ends with its line at the latest, so that quotes within a template
// do not put the rest of the file the wrong way round.
func skipString(text []byte, i int) int {
	end := text[i]
	for i++; i < len(text) && text[i] != end; i++ {
		switch {
		case end == '"' && text[i] == '\\':
			i++
		case end == '"' && text[i] == '\n':
			return i
		}
	}
	return i
}
