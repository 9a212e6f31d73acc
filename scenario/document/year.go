package document

import (
	"slices"
	"strconv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// anyBasis is what a document says of values that differ by year and fit any year
// basis all the same: a value for every year, changed in some. Of one value for every
// year it goes without saying.
const anyBasis = "any"

// yearBases are the words for year bases, from the earliest year on.
func yearBases() map[string]burden.YearBasis {
	words := map[string]burden.YearBasis{}
	for b := burden.Calendar - 11; b <= burden.Calendar+11; b++ {
		words[b.String()] = b
	}
	return words
}

// basis finds a year basis by its word.
func (c *complaints) basis(word, path string) (burden.YearBasis, bool) {
	words := yearBases()
	if b, ok := words[word]; ok {
		return b, true
	}
	var names []string
	for name := range words {
		names = append(names, name)
	}
	problem, meant := "unknown year basis "+visible.Quote(word), closest.Name(word, names...)
	if meant == "" {
		problem += ": one is calendar, or the month that a year begins with, such as april or, of the year before, prior_october"
	}
	c.add(join(path, "year_basis"), problem, meant, burden.ErrUnknownName)
	return burden.Calendar, false
}

// onBasis makes a series of spans on a year basis, given as a document has it.
func (c *complaints) onBasis(spans []burden.Span, word, path string) burden.Series {
	s := burden.NewSeries(spans...)
	switch word {
	case "":
	case anyBasis:
		fits, ok := fittingAny(s)
		if !ok {
			c.add(join(path, "year_basis"), "only values that every year has, from 1 on, fit any year basis", "", burden.ErrYearBasis)
		}
		return fits
	default:
		if b, ok := c.basis(word, path); ok {
			return s.On(b)
		}
	}
	return s
}

// fittingAny returns the series as one that fits any year basis; false if it has not a
// value in every year. Only what is made as one value for every year fits any, so it is
// made as that, in the same years, and then changed.
func fittingAny(s burden.Series) (burden.Series, bool) {
	spans := s.Spans()
	if len(spans) == 0 {
		return s, false
	}
	alike := slices.Clone(spans)
	for i := range alike {
		alike[i].Entry = spans[0].Entry
	}
	fits := burden.NewSeries(alike...)
	if _, on := fits.Basis(); on {
		return s, false
	}
	next := 0
	return fits.Change(burden.MinYear, burden.MaxYear, func(burden.Entry) burden.Entry {
		next++
		return spans[next-1].Entry
	}), true
}

// basisText writes the year basis of a series: nothing where its values tell.
func basisText(s burden.Series) string {
	basis, on := s.Basis()
	_, would := burden.NewSeries(s.Spans()...).Basis()
	switch {
	case !on && would:
		return anyBasis
	case !on, would && basis == burden.Calendar:
		return ""
	}
	return basis.String()
}

// yearsIn reads the years of a list. It reports a text that says none, unless it is no
// text, which has been told.
func (c *complaints) yearsIn(list []Years, path string) []scenario.Years {
	var years []scenario.Years
	for i, text := range list {
		y, err := text.parse()
		if err == nil {
			years = append(years, y)
		} else if path := path + ".years[" + strconv.Itoa(i) + "]"; !c.spoiled[path] {
			c.add(path, told(err), "", causeOf(err))
		}
	}
	return years
}
