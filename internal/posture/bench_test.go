package posture_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aicomply/aicomply/internal/posture"
)

// chained is a deployment of about that many flows, from every node of a layer
// to every node of the next; of width 1 it is a chain.
func chained(flows, width int, label string) string {
	var b strings.Builder
	b.WriteString("system \"s\" {}\nparty \"p\" {\n  country = \"DE\"\n  contact = \"a@p.example\"\n}\npurpose \"w\" {}\n")
	fmt.Fprintf(&b, "dataset \"d\" {\n  data_categories = [\"user.name\", \"user.contact.email\"]\n  may_contain = [\"user.health_and_medical\"]\n  origin = [component.%s0n0]\n}\n", label)
	n := 0
	for l := 0; n < flows; l++ {
		for i := range width {
			fmt.Fprintf(&b, "component \"%s%dn%d\" {\n  operator = party.p\n}\n", label, l, i)
			for j := range width {
				if l > 0 {
					n++
					fmt.Fprintf(&b, "flow \"%sf%d\" {\n  from = component.%s%dn%d\n  to = component.%s%dn%d\n  carries = [dataset.d]\n  purpose = purpose.w\n}\n", label, n, label, l-1, j, label, l, i)
				}
			}
		}
	}
	return b.String()
}

func BenchmarkCompare(b *testing.B) {
	for _, width := range []int{1, 5, 40} {
		for _, flows := range []int{1000, 10000} {
			src := chained(flows, width, "c")
			base := state(b, src)
			for name, head := range map[string]posture.State{
				"same": state(b, src), "renamed": state(b, chained(flows, width, "x")),
				"changed": state(b, src+"store \"z\" {}\nflow \"z\" {\n  from = component.c0n0\n  to = store.z\n}\n"),
				"both":    state(b, chained(flows, width, "x")+"store \"z\" {}\nflow \"z\" {\n  from = component.x0n0\n  to = store.z\n}\n"),
				"new":     {},
			} {
				b.Run(fmt.Sprintf("flows=%d/width=%d/%s", flows, width, name), func(b *testing.B) {
					for b.Loop() {
						posture.Compare(head, base)
					}
				})
			}
		}
	}
}

// TestLargeDeployments would not end in time if the work grew with the square of
// the flows: a long chain of equal parts is told apart one by one.
func TestLargeDeployments(t *testing.T) {
	for _, width := range []int{1, 20} {
		base, head := state(t, chained(2000, width, "c")), state(t, chained(2000, width, "x"))
		begin := time.Now()
		if got := posture.Compare(base, head); len(got) > 0 {
			t.Errorf("%d changes", len(got))
		}
		if d := time.Since(begin); d > 20*time.Second {
			t.Errorf("took %s", d)
		}
	}
}
