package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// head is what every generated manifest begins with.
const head = `locals {
  everywhere = ["EEA", "US"]
  personal   = ["user.name", "user.contact.email"]
}
defaults {
  operator = party.acme
  region   = "eu-central-1"
}
party "acme" {
  role    = "controller"
  country = "DE"
}
party "host" {
  role    = "processor"
  country = "US"
}
purpose "support" {
  data_use      = "essential.service"
  legal_basis   = "gdpr_6_1_b"
  retention_max = "365d"
}
principal "customer" { kind = "data_subject" }
`

func writeManifest(dir, text string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "aicomply.hcl"), []byte(text), 0o644)
}

func writeFleet(n int, dir string) error {
	for i := range n {
		if err := writeManifest(filepath.Join(dir, fmt.Sprintf("m%05d", i)), small(i)); err != nil {
			return err
		}
	}
	return nil
}

// small is the i-th manifest of a fleet, of 5 to 15 components: with
// references, locals, a heredoc, letters beyond ASCII and a cycle. Every other
// one has faults.
func small(i int) string {
	rng := rand.New(rand.NewPCG(1, uint64(i)))
	faulty, n := i%2 == 1, 5+rng.IntN(11)
	var b strings.Builder
	b.WriteString(head)
	fmt.Fprintf(&b, `system "svc_%d" {
  title            = "Prüfdienst № %d – 審査"
  intended_purpose = <<-TEXT
    Sorts the letters of customers by topic,
    ce qui évite de les lire deux fois.
  TEXT
  stage            = %q
  jurisdictions    = ["EU"]
  allowed_regions  = local.everywhere
  controller       = party.acme
}
dataset "letters" {
  data_categories = concat(local.personal, ["user.content.private"])
  may_contain     = ["user.health_and_medical"]
  data_subjects   = ["customer"]
  collected_for   = [purpose.support]
  origin          = [principal.customer]
}
`, i, i, []string{"poc", "pilot", "production"}[rng.IntN(3)])
	for c := range n {
		fmt.Fprintf(&b, "component \"c%d\" {\n  kind = \"service\" # Schritt %d\n", c, c)
		if faulty && c == n-1 {
			b.WriteString("  operator = party.host\n  region   = \"us-east-1\"\n")
		}
		b.WriteString("}\n")
	}
	flow(&b, "intake", "principal.customer", "component.c0", "tls1.3")
	for c := range n {
		encryption := "mtls"
		if faulty && rng.IntN(4) == 0 {
			encryption = "none"
		}
		flow(&b, fmt.Sprintf("f%d", c), fmt.Sprintf("component.c%d", c), fmt.Sprintf("component.c%d", (c+1)%n), encryption)
	}
	fmt.Fprintf(&b, "store \"archive\" {\n  kind               = \"database\"\n  retention          = %q\n  erasable           = %v\n  encryption_at_rest = \"customer_managed\"\n}\n",
		[]string{"180d", "900d"}[i%2], !faulty)
	flow(&b, "archive", "component.c1", "store.archive", "tls1.3")
	return b.String()
}

func flow(b *strings.Builder, name, from, to, encryption string) {
	fmt.Fprintf(b, `flow %q {
  from                  = %s
  to                    = %s
  carries               = [dataset.letters]
  purpose               = purpose.support
  encryption_in_transit = %q
  authentication        = "mtls"
}
`, name, from, to, encryption)
}

// flows is one manifest with n flows and half as many components, in a tree of
// components with two children each. Every second flow leads back to the root.
// A hundredth of the flows is not encrypted.
//
// It is shaped so that OPA's graph.reachable, whose time grows with the number
// of paths, ends.
func flows(n int) string {
	var b strings.Builder
	one(&b, "component.c0")
	nodes := n/2 + 1
	for c := range nodes {
		fmt.Fprintf(&b, "component \"c%d\" {\n  kind = \"service\" # Schritt %d\n}\n", c, c)
	}
	for f := range n {
		encryption := "tls1.3"
		if f%100 == 7 {
			encryption = "none"
		}
		child := f/2 + 1
		from, to := (child-1)/2, child
		if f%2 == 1 {
			from, to = child, 0
		}
		flow(&b, fmt.Sprintf("f%d", f), fmt.Sprintf("component.c%d", from), fmt.Sprintf("component.c%d", to%nodes), encryption)
	}
	return b.String()
}

// one is the beginning of a manifest whose data enters at a node.
func one(b *strings.Builder, origin string) {
	b.WriteString(head)
	fmt.Fprintf(b, `system "large" {
  title         = "Große Landschaft"
  stage         = "pilot"
  jurisdictions = ["EU"]
  controller    = party.acme
}
dataset "letters" {
  data_categories = local.personal
  data_subjects   = ["customer"]
  collected_for   = [purpose.support]
  origin          = [%s]
}
`, origin)
}

// layers is one manifest with about n flows, from every node of a layer to
// every node of the next: the number of paths grows with the width to the power
// of the depth.
func layers(n, depth int) string {
	width := 1
	for (depth-1)*(width+1)*(width+1) <= n {
		width++
	}
	var b strings.Builder
	one(&b, "component.l0n0")
	for l := range depth {
		for i := range width {
			fmt.Fprintf(&b, "component \"l%dn%d\" { kind = \"service\" }\n", l, i)
		}
	}
	made := 0
	for l := range depth - 1 {
		for i := range width * width {
			encryption := "tls1.3"
			if made == 0 { // or nobody would have to follow the data
				encryption = "none"
			}
			flow(&b, fmt.Sprintf("f%d", made), fmt.Sprintf("component.l%dn%d", l, i/width), fmt.Sprintf("component.l%dn%d", l+1, i%width), encryption)
			made++
		}
	}
	for ; made < n; made++ { // equal flows at every depth
		flow(&b, fmt.Sprintf("f%d", made), "component.l0n0", fmt.Sprintf("component.l1n%d", made%width), "tls1.3")
	}
	return b.String()
}
