package main

import (
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// amount writes a value for people, rounded as the page shows it.
func amount(v decimal.Decimal, u burden.Unit) (string, error) {
	f, err := figureStyle.Show(v, u)
	return bare(f.Text), err
}

// compared says how far a value is from the agreed one.
func compared(difference decimal.Decimal, u burden.Unit) (string, error) {
	f, err := figureStyle.Show(difference.Abs(), u)
	switch {
	case difference.IsZero():
		return "as agreed", err
	case f.Shown.IsZero(): // told from none
		return "nearly as agreed", err
	case difference.IsPositive():
		return bare(f.Text) + " more than agreed", err
	}
	return bare(f.Text) + " less than agreed", err
}

// signed writes a difference with its sign; of ratios it is in percentage points.
func signed(f display.Figure, u burden.Unit) string {
	text := bare(f.Text)
	if u == burden.Ratio {
		text = strings.TrimSuffix(text, " %") + " points"
	}
	switch {
	case f.Exact.IsZero():
		return "–"
	case f.Exact.IsPositive():
		return "+" + text
	}
	return text
}

// bare is a figure's text with a true minus sign, and without what it is counted by,
// which the heading says.
func bare(text string) string {
	text, _, _ = strings.Cut(text, "/")
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		text = "−" + rest
	}
	return text
}

// sources takes a source apart at its bars.
func sources(text string) []link {
	var list []link
	for part := range strings.SplitSeq(text, " | ") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		s := link{Text: part}
		if strings.HasPrefix(part, "https://") || strings.HasPrefix(part, "http://") {
			s.Link = part
			host := strings.TrimPrefix(strings.TrimPrefix(part, "https://"), "http://")
			host, _, _ = strings.Cut(host, "/")
			s.Text = strings.TrimPrefix(host, "www.")
		}
		list = append(list, s)
	}
	return list
}
