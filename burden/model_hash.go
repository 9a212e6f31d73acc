package burden

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Hash identifies what the results of the model depend on: SHA-256 over its lines with
// formula, unit, measure and year basis, and its parameters with unit, year basis, range
// and values, all by name. Models of equal hash give equal numbers. The id, sources,
// statuses, stages and purposes are not in it.
func (m *Model) Hash() string {
	if m == nil {
		return ""
	}
	var lines []string
	for _, p := range m.params {
		d := p.d
		var text strings.Builder
		text.WriteString("param " + d.name + " in " + strconv.Quote(string(d.unit)) + basisText(d.series.Basis()))
		if d.ranged {
			text.WriteString(" within " + Text(d.low) + " to " + Text(d.high))
		}
		for i := 0; i < len(d.series.spans); i++ {
			s := d.series.spans[i]
			for i+1 < len(d.series.spans) && d.series.spans[i+1].From == s.To+1 && d.series.spans[i+1].Value.Equal(s.Value) {
				i++ // neighbours of equal value are one
				s.To = d.series.spans[i].To
			}
			text.WriteString("; " + strconv.Itoa(s.From) + " to " + strconv.Itoa(s.To) + ": " + Text(s.Value))
		}
		lines = append(lines, text.String())
	}
	for _, l := range m.lines {
		lines = append(lines, "line "+l.line.Name()+" in "+strconv.Quote(string(l.line.Unit()))+basisText(l.line.Basis())+", a "+l.line.measure.String()+": "+l.formula.String())
	}
	slices.Sort(lines)
	h := sha256.New()
	for _, l := range lines {
		io.WriteString(h, l+"\n") // a hash does not fail
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func basisText(b YearBasis, known bool) string {
	if name := yearsOf(b, known); name != "" {
		return " by " + name + " years"
	}
	return ""
}
