package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

func paged(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, p.HTML(&b))
	return b.String()
}

// holds fails the test, without printing a page, unless it has the words.
func holds(t *testing.T, html, words string) {
	t.Helper()
	assert.True(t, strings.Contains(html, words), "the page lacks %q", words)
}

func holdsNot(t *testing.T, html, words string) {
	t.Helper()
	assert.False(t, strings.Contains(html, words), "the page has %q", words)
}

func eighthPage(t *testing.T) Page {
	t.Helper()
	a, agreed, open := eighth(t)
	c, err := OverYears(Caption{Title: "A chart & more"}, a.Contribution, agreed, open)
	require.NoError(t, err)
	return Page{
		Title: "The eighth agreement", Lead: "What the ceiling saved.",
		Scenarios: []*scenario.Scenario{agreed, open},
		Figures:   []KeyFigure{{"Total", scenario.Total(a.Contribution)}},
		Charts:    []*Chart{c},
		Display:   display.Style{Amounts: burden.RoundTo("1e9", burden.HalfUp), Magnitude: display.Billions, Balanced: true},
		Notes:     []string{"A note."},
		Files:     []string{"x.xlsx"},
	}
}

func TestPage(t *testing.T) {
	html := paged(t, eighthPage(t))
	// By hand, bn won: 760.0 + 790.4 + 812.5 + 836.1 + 869.5 = 4068.5, shown as 4,069 (half
	// up). Cut to 760, 790, 812, 836, 869 the parts are two short: they go to the largest
	// remainders, the halves of 812.5 and 869.5. Without the ceiling 4090.8, shown as 4,091.
	for _, words := range []string{
		"<h1>The eighth agreement</h1>", "What the ceiling saved.",
		`<data value="₩4,068,500,000,000" title="₩4,068,500,000,000">₩4,069bn</data>`,
		`<data value="₩812,500,000,000" title="₩812,500,000,000">₩813bn</data>`,
		"₩790bn", "₩870bn", "₩4,091bn", "<td>₩790,400,000,000</td>", "<td>₩4,068,500,000,000</td>",
		"Rounded: total to 1bn, half up; parts balanced to add up to it.", "Exact values of contribution", `href="#exact"`,
		"contribution = <code>by_year{",
		"growth 2010: ceiling bound: 4.7 % became 4 %",
		"A chart &amp; more", "A note.", `<a href="x.xlsx">x.xlsx</a>`,
	} {
		holds(t, html, words)
	}
	// Every parameter with unit, value, status, print and source.
	for _, p := range korea.Eighth().Model.Params() {
		holds(t, html, ">"+p.Name()+"<")
	}
	for _, words := range []string{"first printed 2008-12-31", "confirmed", "₩760,000,000,000", "the agreement", "2010–2013"} {
		holds(t, html, words)
	}
	// By hand, 0.1 bn: 7600 × 1.04 = 7904, × 1.028 = 8125.312, × 1.029 = 8360.625 up to 8361,
	// × 1.04 = 8695.44.
	holds(t, html, "contribution is rounded to 100,000,000, half up: 3 of 4 roundings changed it; the most that was lost is 44,000,000 in 2013")
}

func TestPageStandsAlone(t *testing.T) {
	html := paged(t, eighthPage(t))
	assert.Empty(t, regexp.MustCompile(`(?i)<script|<link|<img|<iframe|@import|url\(|\bsrc=|\son[a-z]+=`).FindAllString(html, -1))
	holds(t, html, "default-src 'none'")
	holds(t, html, "@media print")
	holds(t, html, `name="viewport"`)
	assert.True(t, html == paged(t, eighthPage(t)), "the same bytes every time")

	// Well formed but for the elements that HTML never closes.
	text := regexp.MustCompile(`<!doctype html>|<meta[^>]*>`).ReplaceAllString(html, "")
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPageEscapes(t *testing.T) {
	a, agreed, _ := eighth(t)
	evil := `</title><script>alert(1)</script>`
	s, err := agreed.With(evil, scenario.Define(a.Ceiling.Is(burden.Constant("3%").Sourced(`javascript:alert(1) | https://example.org/"><script>`, burden.Recalled))))
	require.NoError(t, err)
	html := paged(t, Page{Title: evil, Lead: evil, Scenarios: []*scenario.Scenario{agreed, s}, Notes: []string{evil}, Files: []string{"javascript:alert(1)"}})
	holdsNot(t, html, "<script")
	holdsNot(t, html, `href="javascript`)
	holds(t, html, `class="weak">recalled`)
}

func TestPageOfExactNumbers(t *testing.T) {
	// 1.5 + 2.25 = 3.75 dollars: every digit is shown, so there is nothing behind.
	l := burden.NewLine("l", burden.USD)
	m, err := burden.NewModel("m", l.Starts(2020, burden.Amount("1.5", burden.USD)).From(2021, burden.Amount("2.25", burden.USD)))
	require.NoError(t, err)
	html := paged(t, Page{Title: "x", Scenarios: []*scenario.Scenario{scenario.Baseline(m, 2019, 2021)}})
	for _, words := range []string{"US$1.50", "US$2.25", "US$3.75", ">–<", "None: every number is exact.", "None in any scenario."} {
		holds(t, html, words)
	}
	holdsNot(t, html, "Exact values of")
	holdsNot(t, html, "Rounded:")
}

func TestPageWithoutADisplay(t *testing.T) {
	// By hand: 10 / 3 = 3.33 dollars, as rounded to 0.01, a head; 1,234,567 dollars show as
	// 1.23m. One scenario for one year; the other pays 12 / 3 = 4.
	cost := burden.NewParam("cost", burden.USD, burden.Constant("1234567").Sourced("a book", burden.Confirmed).AtStage(burden.Agreed))
	heads := burden.NewParam("heads", burden.Persons, burden.Constant(3))
	l, each := burden.NewLine("l", burden.USD), burden.NewLine("each", burden.USD.Per(burden.Persons))
	m, err := burden.NewModel("m", l.Is(cost), each.Is(burden.PerHead(cost, heads).RoundedTo("0.01", burden.HalfUp)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020, l, each)
	idle, err := s.With("idle", scenario.Set(cost, "1234567"))
	require.NoError(t, err)
	html := paged(t, Page{Title: "x", Scenarios: []*scenario.Scenario{s, idle}, Figures: []KeyFigure{{"cost", scenario.At(l, 2020)}, {"each", scenario.At(each, 2020)}}})
	for _, words := range []string{
		"US$1.23m", "Rounded: amounts to 0.01m, half up.", "US$411,522/person", "a book", "confirmed</span>, agreed",
		"each is rounded to 0.01, half up: once, which changed it; the most that was lost is about 0.00333 in 2020", "To look at", "idle: ", "2 scenarios, 2020.",
	} {
		holds(t, html, words)
	}
}

func TestPageErrors(t *testing.T) {
	a, agreed, _ := eighth(t)
	missing, err := agreed.With("a gap", scenario.Define(a.Driver.Is(burden.Series{})))
	require.NoError(t, err)
	one := []*scenario.Scenario{agreed}
	for name, c := range map[string]struct {
		page Page
		want error
	}{
		"zero":           {Page{}, burden.ErrIncomplete},
		"no scenarios":   {Page{Title: "x"}, burden.ErrIncomplete},
		"a nil scenario": {Page{Title: "x", Scenarios: []*scenario.Scenario{nil}}, burden.ErrIncomplete},
		"a nil chart":    {Page{Title: "x", Scenarios: one, Charts: []*Chart{nil}}, burden.ErrIncomplete},
		"a zero metric":  {Page{Title: "x", Scenarios: one, Figures: []KeyFigure{{}}}, burden.ErrIncomplete},
		"other years":    {Page{Title: "x", Scenarios: []*scenario.Scenario{agreed, scenario.Baseline(a.Model, 2009, 2010)}}, scenario.ErrBaseline},
		"missing driver": {Page{Title: "x", Scenarios: []*scenario.Scenario{missing}}, burden.ErrMissingYear},
		"another's line": {Page{Title: "x", Scenarios: one, Lines: []burden.Line{burden.NewLine("other", burden.USD)}}, burden.ErrNotApplicable},
		"a bad display":  {Page{Title: "x", Scenarios: one, Display: display.Style{Magnitude: 99}}, burden.ErrUnknownName},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.page.HTML(io.Discard)
			assert.ErrorIs(t, err, c.want)
			_, ok := errors.AsType[*Error](err)
			assert.True(t, ok)
		})
	}
	assert.ErrorIs(t, Page{Title: "x", Scenarios: one}.HTML(broken{}), io.ErrClosedPipe)
	assert.Equal(t, "report: page: x: io: read/write on closed pipe", Page{Title: "x", Scenarios: one}.HTML(broken{}).Error())
}
