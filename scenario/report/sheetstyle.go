package report

import (
	"errors"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
)

// look of a cell: who wrote the number is told by its colour, as in financial models.
type cellLook int

const (
	plainCell   cellLook = iota // text, and numbers that a formula gives: black
	inputCell                   // a number somebody entered: blue
	statedCell                  // a value without its formula: on yellow
	derivedCell                 // a step of a formula: grey
	headCell
	titleCell
	noteCell
)

// styles gives cell styles their numbers in a file, each once.
type styles struct {
	file *excelize.File
	ids  map[styleKey]int
	err  error
}

type styleKey struct {
	look   cellLook
	format string
}

func newStyles(f *excelize.File) *styles {
	return &styles{file: f, ids: map[styleKey]int{}}
}

func (s *styles) of(look cellLook, format string) int {
	key := styleKey{look, format}
	if id, ok := s.ids[key]; ok {
		return id
	}
	style := excelize.Style{Font: &excelize.Font{Family: "Arial", Size: 10, Color: "1F2328"}}
	if format != "" {
		style.CustomNumFmt = &format
	}
	switch look {
	case inputCell:
		style.Font.Color = "0000C8"
	case statedCell:
		style.Font.Italic = true
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFF4C2"}}
	case derivedCell:
		style.Font.Color, style.Font.Size = "5C6570", 9
	case headCell:
		style.Font.Bold = true
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF4"}}
		style.Border = []excelize.Border{{Type: "bottom", Color: "8A939E", Style: 1}}
		if format == "0" {
			style.Alignment = &excelize.Alignment{Horizontal: "right"}
		}
	case titleCell:
		style.Font.Bold, style.Font.Size = true, 14
	case noteCell:
		style.Font.Color = "5C6570"
	}
	id, err := s.file.NewStyle(&style)
	s.err = errors.Join(s.err, err)
	s.ids[key] = id
	return id
}

// format returns the number format of a unit that shows the digits its values have, six
// decimals at most.
func format(u burden.Unit, values ...decimal.Decimal) string {
	places := 0
	for _, v := range values {
		if u == burden.Ratio {
			v = v.Shift(2)
		}
		if _, decimals, ok := strings.Cut(burden.Text(v), "."); ok {
			places = max(places, len(decimals))
		}
	}
	if u == burden.Ratio {
		places = min(max(places, 1), 4)
	}
	made := "#,##0"
	if places > 0 {
		made += "." + strings.Repeat("0", min(places, 6))
	}
	if u == burden.Ratio {
		made += "%"
	}
	return made
}
