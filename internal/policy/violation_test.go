package policy

import (
	"encoding/json"
	"reflect"
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

func TestFixIsAPlainValue(t *testing.T) {
	for text, want := range map[string]any{
		`false`: false, `"tls1.3"`: "tls1.3", `0.25`: json.Number("0.25"), `["a", "b"]`: []string{"a", "b"}, `[]`: []string{},
	} {
		v, err := decode(ast.MustParseTerm(`{"path": ["flow", "x"], "message": "m", "fix": ` + text + `}`).Value)
		if err != nil || !reflect.DeepEqual(v.Fix, want) {
			t.Errorf("%s: %#v, %v; want %#v", text, v.Fix, err, want)
		}
	}
	long, err := decode(ast.MustInterfaceToValue(map[string]any{"path": []any{"x"}, "message": "m", "fix": make([]any, maxFix+1)}))
	if err == nil {
		t.Errorf("a list of %d is taken", len(long.Fix.([]string)))
	}
}

// Violations that differ in their fix alone are two, and come in one order.
func TestFixIsComparedWithItsType(t *testing.T) {
	set := ast.MustParseTerm(`{{"path": ["x"], "message": "m", "fix": "1"}, {"path": ["x"], "message": "m", "fix": 1}, {"path": ["x"], "message": "m"}}`)
	got, err := decodeSet(set.Value)
	if err != nil || len(got) != 3 {
		t.Errorf("%d violations, %v", len(got), err)
	}
}
