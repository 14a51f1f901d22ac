package manifest

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"
)

// quotedText writes a text as a string of HCL, which reads texts in the normal form
// NFC. What cannot be printed is escaped.
func quotedText(text string) []byte {
	text = cty.StringVal(text).AsString()
	out := []byte{'"'}
	for i, r := range text {
		switch {
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\r':
			out = append(out, `\r`...)
		case r == '\t':
			out = append(out, `\t`...)
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case (r == '$' || r == '%') && strings.HasPrefix(text[i+1:], "{"):
			out = append(out, byte(r), byte(r)) // else a template would begin here
		case unicode.IsPrint(r):
			out = append(out, string(r)...)
		case r < 0x10000:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = fmt.Appendf(out, `\U%08x`, r)
		}
	}
	return append(out, '"')
}
