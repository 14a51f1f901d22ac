package diagram_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/aicomply/aicomply/internal/diagram"
	"github.com/aicomply/aicomply/internal/finding"
)

var out = flag.String("out", "", "folder to write drawings of hostile names to, for screenshot.mjs --check and dot")

// hostile are names that mean something to Mermaid, DOT, HTML, Markdown or a
// terminal.
var hostile = []string{
	`"]; click n1 "javascript:alert(1)"`, `x"]`, `]]`, `)]`, `}}`, "end", "subgraph", "default", "style n1 fill:red", "classDef x:#35;", "linkStyle 0 stroke:red",
	"click n1 href \"https://evil.example\"", `%%{init: {"securityLevel": "loose"}}%%`, "%% comment", "---\ntitle: x\n---", "a\nb", "a\r\nend\r\n",
	"`code`", "`**md**`", "**bold** _it_ __b__", "# heading", "1. one", "- item", "+ item", "* item", "> quote", "[link](https://evil.example)", "![img](x.png)", "https://evil.example", "www.evil.example",
	"<b>bold</b>", "<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "&lt;b&gt;", "#quot;", "#60;img src=x onerror=alert(1)#62;", "#lt;b#gt;", "&#60;b&#62;", "&amp;#60;", "ﬂ°°60¶ß", "ﬂ°lt¶ßb",
	"fa:fa-car", "fab:fa-github", "$$x^2$$", "a;b;c", "a|b|c", "a -->|x| b", "a & b", "@{ shape: circle }", "n1@{ img: \"https://evil.example/x.png\" }", ":::high",
	`\`, `\"`, `\\"`, `\N\G\E\T\l\r\n`, `"; }} digraph {`, "<<table><tr><td>x</td></tr></table>>", "&#34;", "&quot;",
	"\u202egnp.exe", "\u2066a\u2069", "\x1b[31mred", "\x00", "\u200b", "\u2028", "\ufeff", "\U000e0041", "\xff\xfe", "😀", "مرحبا", "漢字 テスト", "z\u0300\u0301\u0302\u0303",
	"", " ", "   lead and trail   ", strings.Repeat("A", 70_000), strings.Repeat(`"`, 70_000), strings.Repeat("\u202e", 70_000), strings.Repeat("<b>", 25_000),
}

// named is a diagram in which a name stands everywhere.
func named(name string) *diagram.Diagram {
	d := &diagram.Diagram{OmittedNodes: 412, OmittedEdges: 1, Witness: name}
	for i, typ := range []string{"principal", "component", "store", "model", "tool", name} {
		d.Nodes = append(d.Nodes, diagram.Node{
			Ref: fmt.Sprintf("%s.%d%s", typ, i, name), Type: typ, Kind: name, Operator: "party." + name, Country: []string{name, ""}[i%2],
			Severity: finding.Severities()[i%4], New: i%2 == 0, Witness: i < 3,
		})
	}
	for i := range d.Nodes {
		d.Edges = append(d.Edges, diagram.Edge{
			Ref: []string{"flow.", "access.", "tool."}[i%3] + name, From: d.Nodes[i].Ref, To: d.Nodes[(i+1)%6].Ref, Both: i%3 == 2,
			Severity: finding.Severities()[i%4], New: i == 4, Witness: i < 2,
		})
	}
	return d
}

// The forms that a line of a drawing can have. Between quotes nothing stands that
// could end them.
const (
	mermaidPart = `(?:[\pL\pM\p{Nd} ]|[-_.,/]|#\d+;)*`
	mermaidText = `"` + mermaidPart + `(?:<br/>` + mermaidPart + `)*"`
	dotText     = `"(?:[^"\\\pC]|\\\\|\\"|\\n)*"`
	dotStyle    = `(?:, [a-z]+=(?:[a-z0-9.]+|"[-a-zA-Z0-9#,]+"))*`
)

var (
	mermaidLine = regexp.MustCompile(`^(?:flowchart LR` +
		`| +n\d+(?:\[` + mermaidText + `\]|\(\[` + mermaidText + `\]\)|\[\(` + mermaidText + `\)\]|\{\{` + mermaidText + `\}\}|\[\[` + mermaidText + `\]\])` +
		`| +subgraph g\d+\["` + mermaidPart + `"\]| +end| +direction LR` +
		`|  rest\["… (?:\d+ nodes?)?(?: and )?(?:\d+ flows?)? not shown"\]` +
		`|  n\d+ <?(?:-->|==>|-\.->)(?:\|` + mermaidText + `\|)? n\d+` +
		`|  classDef [a-z]+ [-a-z0-9#:, ]+|  class (?:[ng]\d+|rest)(?:,[ng]\d+)* [a-z]+|  linkStyle \d+(?:,\d+)* [-a-z0-9#:,]+)$`)
	dotLine = regexp.MustCompile(`^(?:digraph \{| *\}| +subgraph cluster_\d+ \{` +
		`| +(?:graph|node|edge) \[[a-z]+=(?:[a-zA-Z0-9.]+|` + dotText + `)(?:, [a-z]+=(?:[a-zA-Z0-9.]+|` + dotText + `))*\]` +
		`|  rest \[label=` + dotText + `, style=dotted\]` +
		`| +n\d+ \[label=` + dotText + dotStyle + `\]|  n\d+ -> n\d+ \[label=` + dotText + dotStyle + `\])$`)
)

func lines(t *testing.T, text string, known *regexp.Regexp) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Error("not UTF-8")
	}
	for _, r := range text {
		if r != '\n' && (!unicode.IsGraphic(r) || r >= 0xe0000) {
			t.Fatalf("hidden character %U", r)
		}
	}
	for l := range strings.Lines(text) {
		if l = strings.TrimSuffix(l, "\n"); !known.MatchString(l) {
			t.Errorf("unknown line: %.300s", l)
		}
	}
}

// maxDrawing bounds a drawing of a diagram of a few nodes, whatever their names.
const maxDrawing = 30_000

func checkMermaid(t *testing.T, text string) {
	t.Helper()
	if len(text) > maxDrawing {
		t.Errorf("%d bytes", len(text))
	}
	lines(t, text, mermaidLine)
}

func checkDOT(t *testing.T, text string) {
	t.Helper()
	if len(text) > maxDrawing {
		t.Errorf("%d bytes", len(text))
	}
	lines(t, text, dotLine)
	if n := strings.Count(text, "{") - strings.Count(text, "}"); n != 0 && !strings.ContainsAny(strings.Join(regexp.MustCompile(dotText).FindAllString(text, -1), ""), "{}") {
		t.Errorf("%d braces are open", n)
	}
}

func TestHostileNames(t *testing.T) {
	for i, name := range hostile {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			d := named(name)
			m, dot := diagram.Mermaid(d), diagram.DOT(d)
			checkMermaid(t, m)
			checkDOT(t, dot)
			lines(t, diagram.MermaidComment(name), regexp.MustCompile(`^%% [^%{}]*$`))
			if *out == "" {
				return
			}
			for ext, text := range map[string]string{".mmd": m, ".dot": dot} {
				if err := os.WriteFile(filepath.Join(*out, fmt.Sprintf("%02d%s", i, ext)), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func fuzz(f *testing.F, check func(*testing.T, *diagram.Diagram)) {
	for _, name := range hostile {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) { check(t, named(name)) })
}

func FuzzMermaid(f *testing.F) {
	fuzz(f, func(t *testing.T, d *diagram.Diagram) { checkMermaid(t, diagram.Mermaid(d)) })
}

func FuzzDOT(f *testing.F) {
	fuzz(f, func(t *testing.T, d *diagram.Diagram) { checkDOT(t, diagram.DOT(d)) })
}
