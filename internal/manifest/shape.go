package manifest

import (
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// maxDigits and maxExponent bound the numbers that the parser is shown: it
// computes them exactly, however large.
const (
	maxDigits   = 4096
	maxExponent = 1000

	maxLines = 1000 // of a heredoc: joining them is quadratic
)

// shape is what a text asks of the parser, estimated from its bytes: never too
// little, and too much where brackets or signs stand in strings and comments.
type shape struct {
	depth, deepest int // brackets
	operators      int // that take what follows them as an operand
	chains         int // template directives, and parts of a function's name
	digits         int // of the number at hand
	numbers        int // that are too long, or have a large exponent
	heredoc        bool
	lines          int // since the last heredoc began
	longest        int
	tokens         int
}

// checkShape refuses what would make the recursive parser run out of stack, or
// take minutes or gigabytes. The bytes decide nearly every file; of the others
// the tokens are looked at.
func (s *source) checkShape(ds *diagnostics) bool {
	var sh shape
	for i := range s.data {
		sh.see(s.data, i)
	}
	if ds.tokens += sh.tokens; ds.tokens > maxTokens {
		ds.add(span{s, 0, 0}, title(ds.doc)+" too large", "A %s has at most %d words and signs. Split it.", ds.whole, maxTokens)
		return false
	}
	if sh.deepest <= MaxDepth && sh.operators <= MaxDepth && sh.chains <= MaxDepth && sh.numbers == 0 && sh.longest <= maxLines {
		return true
	}
	return s.checkTokens(ds)
}

// see takes the byte at i into account.
func (sh *shape) see(data []byte, i int) {
	b := data[i]
	before := byte(' ')
	if i > 0 {
		before = data[i-1]
	}
	if isDigit(b) {
		sh.digit(data, i)
	} else {
		sh.digits = 0
	}
	switch {
	case b == ' ', b == '\t', b == '\r':
	case isWord(b):
		if !isWord(before) {
			sh.tokens++
		}
	default:
		sh.tokens++
		sh.sign(b, before)
	}
}

func (sh *shape) digit(data []byte, i int) {
	switch sh.digits++; {
	case sh.digits == maxDigits:
		sh.numbers++
	case sh.digits == 4 && isExponent(data[:i-3]):
		sh.numbers++
	}
}

// isExponent reports whether what follows is the exponent of a number, and not
// part of a hexadecimal digest.
func isExponent(before []byte) bool {
	n := len(before) - 1
	if n > 0 && (before[n] == '+' || before[n] == '-') {
		n--
	}
	if n < 1 || before[n] != 'e' && before[n] != 'E' {
		return false
	}
	mantissa := n
	for n > 0 && (isDigit(before[n-1]) || before[n-1] == '.') {
		n--
	}
	return n < mantissa && (n == 0 || !isWord(before[n-1]))
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func (sh *shape) sign(b, before byte) {
	switch b {
	case '{', '[', '(':
		if sh.depth++; sh.depth > sh.deepest {
			sh.deepest = sh.depth
		}
		if before == '%' {
			sh.chains++
		}
	case '}', ']', ')':
		sh.depth--
	case '<':
		if before == '<' {
			sh.heredoc, sh.lines = true, 0
		}
	case '\n':
		if sh.lines++; sh.heredoc && sh.lines > sh.longest {
			sh.longest = sh.lines
		}
	case '!', '?', '*':
		sh.operators++
	case '-':
		if !isWord(before) { // else inside a name or a date, or binary
			sh.operators++
		}
	case ':':
		if before == ':' {
			sh.chains++
		}
	}
}

func isWord(b byte) bool {
	return b == '_' || isDigit(b) || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= utf8.RuneSelf
}

// checkTokens makes sure where the bytes alone do not.
func (s *source) checkTokens(ds *diagnostics) bool {
	tokens, _ := hclsyntax.LexConfig(s.data, s.name, hcl.InitialPos)
	depth, operators, chains, heredocs, lines := 0, 0, 0, 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenTemplateControl:
			chains++ // nests until its %{endif}, far beyond its own bracket
			depth++
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
			depth--
		case hclsyntax.TokenEqual, hclsyntax.TokenComma:
			operators = 0
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenQuestion, hclsyntax.TokenStar:
			operators++
		case hclsyntax.TokenDoubleColon:
			chains++
		case hclsyntax.TokenOHeredoc:
			heredocs++
		case hclsyntax.TokenCHeredoc:
			if heredocs--; heredocs == 0 {
				lines = 0
			}
		case hclsyntax.TokenStringLit:
			if lines++; lines > maxLines {
				ds.add(s.span(t.Range), "Text too long", "A text has at most %d lines. Put it into a file, and name the file here.", maxLines)
				return false
			}
		case hclsyntax.TokenNumberLit:
			if len(t.Bytes) >= maxDigits || exponent(string(t.Bytes)) > maxExponent {
				ds.outOfRange(s.span(t.Range))
				return false
			}
		}
		if depth > MaxDepth || operators > MaxDepth || chains > MaxDepth {
			ds.add(s.span(t.Range), "Nested too deeply", "A %s may nest %d levels deep. Write it flatter.", ds.doc, MaxDepth)
			return false
		}
	}
	return true
}
