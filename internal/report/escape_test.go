package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for _, c := range []struct {
		name     string
		fn       func(string) string
		in, want string
	}{
		{"terminal plain", EscapeTerminal, "flow.prompt é 日本 👩\u200d💻 a\u200cb", "flow.prompt é 日本 👩\u200d💻 a\u200cb"},
		{"terminal ANSI", EscapeTerminal, "\x1b[2Jx\u009b1m\x7f", `\u{1b}[2Jx\u{9b}1m\u{7f}`},
		{"terminal bidi", EscapeTerminal, "\u202e\u2066\u200f\u061c", `\u{202e}\u{2066}\u{200f}\u{61c}`},
		{"terminal invisible", EscapeTerminal, "\u200b\ufeff\u2028\u00ad\U000e0041\U000e0100", `\u{200b}\u{feff}\u{2028}\u{ad}\u{e0041}\u{e0100}`},
		{"terminal breaks", EscapeTerminal, "a\r\nb\nc\td\re", `a b c d\u{d}e`},
		{"terminal bytes", EscapeTerminal, "a\xff\xfeb", "a\ufffdb"},
		{"printable breaks", Printable, "a\r\nb\tc", "a\nb\tc"},
		{"markdown plain", EscapeMarkdown, "user.health reaches flow.prompt (3.5%)", "user.health reaches flow.prompt (3.5%)"},
		{"markdown mention", EscapeMarkdown, "@octocat a@b.c", "@&#8203;octocat a@&#8203;b.c"},
		{"markdown reference", EscapeMarkdown, "#1 gh-2", `\#&#8203;1 gh&#8203;-2`},
		{"markdown URL", EscapeMarkdown, "https://e.example WWW.e.example", "https:&#8203;//e.example WWW&#8203;.e.example"},
		{"markdown HTML", EscapeMarkdown, "<img> &lt; -->", "&lt;img&gt; &amp;lt; --&gt;"},
		{"markdown image", EscapeMarkdown, "![a](b)", `\!\[a\](b)`},
		{"markdown table", EscapeMarkdown, `a | b \| c`, `a &#124; b \\&#124; c`},
		{"markdown emphasis", EscapeMarkdown, "a_b *c* ~d~ `e` $f$", "a\\_b \\*c\\* \\~d\\~ \\`e\\` \\$f\\$"},
		{"markdown list", EscapeMarkdown, "- a", `\- a`},
		{"markdown rule", EscapeMarkdown, "===", `\===`},
		{"markdown numbers", EscapeMarkdown, "12. a", `12\. a`},
		{"markdown number", EscapeMarkdown, "2.5 a", `2\.5 a`},
		{"markdown lines", EscapeMarkdown, "  a\n# b  ", `a \#&#8203; b`},
		{"span", CodeSpan, "a|b", "`a|b`"},
		{"span backticks", CodeSpan, "``a`", "``` ``a` ```"},
		{"span lines", CodeSpan, "a\n\nb", "`a  b`"},
		{"span spaces", CodeSpan, " a ", "`  a  `"},
		{"span empty", CodeSpan, " \n", ""},
		{"cell", CodeCell, "a/b", "`a/b`"},
		{"cell bar", CodeCell, `a|b`, "a&#124;b"},
		{"cell backslash", CodeCell, `a\`, `a\\`},
		{"data", EscapeCommandData, "50%\r\n::error::x\r ##[group]", `50%25%0A::error::x\u{d} ## [group]`},
		{"property", EscapeCommandProperty, "a:b,c%\n", "a%3Ab%2Cc%25%0A"},
		{"xml", CleanXML, "a\x00\x0b<\ufffe\n\t", `a\u{0}\u{b}<\u{fffe}` + "\n\t"},
	} {
		if got := c.fn(c.in); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestCodeFence(t *testing.T) {
	if got, want := CodeFence("a\n````\nb\n", "hcl"), "`````hcl\na\n````\nb\n`````\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := CodeFence("", ""), "```\n\n```\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClip(t *testing.T) {
	for in, want := range map[string]string{"": "", "abc": "abc", "日本語": "日本語", "日本語x": "日本語…", "abcd": "abc…"} {
		if got := Clip(in, 3); got != want {
			t.Errorf("Clip(%q): %q, want %q", in, got, want)
		}
	}
}

func seeds(f *testing.F) {
	for _, s := range []string{hostile, "", "@org/team", "<script>alert(1)</script>", "<!-- -->", "![x](http://e.example)", "[[w]]",
		"##[error]x", "::error file=a::b", "::stop-commands::x", "`", "```", "a``b", "\\`", "\\|", "\\", "|", "\u202etxt.exe\u202c",
		"\x1b]0;t\x07", "\x9b31m", "\r\r\n", "\xff\xfe\x00", "]]>", "&#64;x", "1) a", "    code", "\t- x", "ww\u017f.x", "\ufeff",
		strings.Repeat("a", 70000), strings.Repeat("`", 70000), strings.Repeat("\u202e@", 20000)} {
		f.Add(s)
	}
}

func FuzzEscapeTerminal(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		out := EscapeTerminal(s)
		checkSafe(t, "terminal", out)
		if strings.Contains(out, "\n") {
			t.Error("more than one line")
		}
		if EscapeTerminal(out) != out {
			t.Error("escaping twice differs")
		}
	})
}

// live matches what GitHub or Markdown would act on after backslash escapes
// and breakers are taken out of the way.
var live = regexp.MustCompile("(?i)[<>|`*_\\[\\]~$!]|@[^\x01]|@$|#[^\x01]|#$|://|www\\.|gh-|^[-+=]|^[0-9]+[.)]")

func FuzzEscapeMarkdown(f *testing.F) {
	seeds(f)
	escape := regexp.MustCompile(`\\[^#]`)
	entity := regexp.MustCompile(`&(lt|gt|amp|#124);`)
	f.Fuzz(func(t *testing.T, s string) {
		out := EscapeMarkdown(s)
		checkSafe(t, "markdown", out)
		bare := strings.ReplaceAll(out, breaker, "\x01")
		bare = entity.ReplaceAllString(escape.ReplaceAllString(bare, "x"), "x")
		bare = strings.ReplaceAll(bare, `\#`, "#")
		if m := live.FindString(bare); m != "" {
			t.Errorf("%q is live in %q", m, Clip(out, 200))
		}
		if strings.ContainsAny(out, "\n\t") || strings.TrimSpace(out) != out {
			t.Error("not one trimmed line")
		}
	})
}

func FuzzCode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		span := CodeSpan(s)
		checkSafe(t, "span", span)
		if n := leading(span); span != "" {
			inner := span[n : len(span)-n]
			if strings.Trim(inner, "`") != inner || longestRun(inner, '`') >= n {
				t.Errorf("the span %q can be left", Clip(span, 200))
			}
		}
		fence := CodeFence(s, "hcl")
		n := leading(fence)
		if body, ok := strings.CutSuffix(fence, strings.Repeat("`", n)+"\n"); !ok || longestRun(body[n:], '`') >= n {
			t.Errorf("the fence %q can be left", Clip(fence, 200))
		}
		if cell := CodeCell(s); strings.ContainsAny(cell, "|\n") {
			t.Errorf("the cell %q can be left", Clip(cell, 200))
		}
	})
}

func leading(s string) int { return len(s) - len(strings.TrimLeft(s, "`")) }

func FuzzEscapeCommand(f *testing.F) {
	seeds(f)
	undo := strings.NewReplacer("%3A", ":", "%2C", ",", "%0A", "\n", "%0D", "\r", "%25", "%")
	f.Fuzz(func(t *testing.T, s string) {
		data, prop := EscapeCommandData(s), EscapeCommandProperty(s)
		for _, out := range []string{data, prop} {
			if strings.ContainsAny(out, "\r\n") || strings.Contains(out, "##[") || !utf8.ValidString(out) {
				t.Errorf("%q can be left", Clip(out, 200))
			}
		}
		if strings.ContainsAny(prop, ":,") {
			t.Errorf("the property %q can be left", Clip(prop, 200))
		}
		if got, want := undo.Replace(prop), strings.NewReplacer("##[", "## [", "\t", " ").Replace(Printable(s)); got != want {
			t.Errorf("the runner reads %q, want %q", Clip(got, 200), Clip(want, 200))
		}
	})
}

func FuzzCleanXML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		in := struct {
			XMLName xml.Name `xml:"x"`
			A       string   `xml:"a,attr"`
			T       string   `xml:",chardata"`
		}{A: CleanXML(s), T: CleanXML(s)}
		doc, err := xml.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		out := in
		out.A, out.T = "", ""
		if err := xml.NewDecoder(bytes.NewReader(doc)).Decode(&out); err != nil && err != io.EOF {
			t.Fatalf("not XML: %v", err)
		}
		if out.A != in.A || out.T != in.T {
			t.Errorf("read back %q and %q, want %q", out.A, out.T, in.A)
		}
	})
}
