package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"
)

// table is the results in Markdown. Ratios are the first command's figure by
// that of each other, medians over the rounds.
func table(results []measured, machine string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s. Medians; the ratio is the first command's by the other's, the median of the rounds.\n\n", machine)
	b.WriteString("| workload | command | wall | CPU | peak memory | ratio wall | ratio CPU | ratio memory | rounds |\n")
	b.WriteString("|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, r := range results {
		for i, name := range r.names {
			about := ""
			if i == 0 {
				about = r.about
				if r.findings != "" {
					about += "; " + r.findings + " findings alike"
				}
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", about, name, strings.Join(r.row(i), " | "))
		}
	}
	return b.String()
}

// row is the figures of one side.
func (m measured) row(i int) []string {
	wall := by(m.samples[i], func(s sample) float64 { return float64(s.wall) / float64(time.Millisecond) })
	cpu := by(m.samples[i], func(s sample) float64 { return float64(s.cpu) / float64(time.Millisecond) })
	rss := by(m.samples[i], func(s sample) float64 { return float64(s.rss) / (1 << 20) })
	out := []string{figure(median(wall), "ms"), figure(median(cpu), "ms"), figure(median(rss), "MiB"), "", "", "", fmt.Sprint(len(wall))}
	for _, s := range m.samples[i] {
		if !s.ended {
			out[0] = "> " + figure(median(wall), "ms")
			return out
		}
	}
	if i > 0 {
		out[3] = ratio(m.samples[0], m.samples[i], func(s sample) float64 { return float64(s.wall) })
		out[4] = ratio(m.samples[0], m.samples[i], func(s sample) float64 { return float64(s.cpu) })
		out[5] = ratio(m.samples[0], m.samples[i], func(s sample) float64 { return float64(s.rss) })
	}
	return out
}

func by(samples []sample, value func(sample) float64) []float64 {
	out := make([]float64, 0, len(samples))
	for _, s := range samples {
		out = append(out, value(s))
	}
	return out
}

// ratio is the median of the ratios of the rounds.
func ratio(ours, theirs []sample, value func(sample) float64) string {
	var all []float64
	for i := range ours {
		if v := value(theirs[i]); v > 0 {
			all = append(all, value(ours[i])/v)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", median(all))
}

// figure has three digits that say something.
func figure(v float64, unit string) string {
	switch {
	case v <= 0:
		return ""
	case v < 10:
		return fmt.Sprintf("%.1f %s", v, unit)
	}
	return fmt.Sprintf("%.0f %s", v, unit)
}

const (
	begin = "<!-- generated: bench -->\n"
	end   = "<!-- end: bench -->"
)

// writeTable puts the table between the markers of a file.
func writeTable(file, text string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(page, []byte(begin))
	_, after, closed := bytes.Cut(rest, []byte(end))
	if !ok || !closed {
		return fmt.Errorf("%s: no part between %q and %q", file, strings.TrimSpace(begin), end)
	}
	page = bytes.Join([][]byte{before, []byte(begin + "\n" + text + "\n" + end), after}, nil)
	return os.WriteFile(file, page, 0o644)
}
