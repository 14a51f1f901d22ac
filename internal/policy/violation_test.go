package policy

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestLongMessagesAreCutOff(t *testing.T) {
	v, err := decode(ast.MustInterfaceToValue(map[string]any{
		"path": []any{"flow", "x"}, "message": strings.Repeat("ö", maxMessage),
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Message) > maxMessage+len("…") || !strings.HasSuffix(v.Message, "ö…") || !utf8.ValidString(v.Message) {
		t.Errorf("%d bytes, ending in %q", len(v.Message), v.Message[len(v.Message)-8:])
	}
}

func TestAppliesFromIsADate(t *testing.T) {
	finding := map[string]any{"path": []any{"flow", "x"}, "message": "m", "applies_from": "2026-12-02"}
	if v, err := decode(ast.MustInterfaceToValue(finding)); err != nil || v.AppliesFrom != "2026-12-02" {
		t.Errorf("%q, %v", v.AppliesFrom, err)
	}
	for _, bad := range []any{"2026-13-02", "soon", 20261202, ""} {
		finding["applies_from"] = bad
		if v, err := decode(ast.MustInterfaceToValue(finding)); err == nil {
			t.Errorf("%v is taken for %q", bad, v.AppliesFrom)
		}
	}
}
