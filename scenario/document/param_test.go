package document_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// A parameter is written in the shortest form that says all of its values.
func TestFormsOfParameters(t *testing.T) {
	span := func(from, to int, source string, status burden.Status) burden.Span {
		return burden.Span{From: from, To: to, Entry: burden.Entry{Value: parsed(t, "5"), Source: source, Status: status, Stage: burden.Agreed, Print: "first"}}
	}
	common := `,"stage":"agreed","print":"first"`
	for _, c := range []struct {
		series burden.Series
		want   string
	}{
		{burden.Constant(5), `{"name":"p","value":"5"}`},
		{burden.NewSeries(span(1, 9999, "a", burden.Confirmed)), `{"name":"p","value":"5","source":"a","status":"confirmed"` + common + `}`},
		{burden.ByYear(map[int]int{2020: 5, 2021: 6}), `{"name":"p","by_year":{"2020":"5","2021":"6"}}`},
		{burden.NewSeries(span(2020, 2020, "a", burden.Derived), span(2022, 2022, "a", burden.Derived)), `{"name":"p","by_year":{"2020":"5","2022":"5"},"source":"a","status":"derived"` + common + `}`},
		{burden.ByYear(map[int]int{9999: 5}), `{"name":"p","by_year":{"9999":"5"}}`},
		{burden.Steps(map[int]int{2020: 5, 2022: 6}), `{"name":"p","steps":{"2020":"5","2022":"6"}}`},
		{burden.Steps(map[int]int{1: 5, 2022: 6}), `{"name":"p","steps":{"1":"5","2022":"6"}}`},
		{burden.NewSeries(span(1, 9998, "", 0)), `{"name":"p","figures":[{"from":1,"to":9998,"value":"5"}]` + common + `}`},
		// A gap, which steps have not, and two figures that differ in what is known of them.
		{burden.NewSeries(span(2020, 2021, "a", burden.Confirmed), span(2023, 9999, "a", burden.Confirmed)),
			`{"name":"p","figures":[{"from":2020,"to":2021,"value":"5"},{"from":2023,"to":9999,"value":"5"}],"source":"a","status":"confirmed"` + common + `}`},
		{burden.NewSeries(span(2020, 2020, "a", burden.Confirmed), span(2021, 2021, "b", burden.Confirmed)),
			`{"name":"p","figures":[{"year":2020,"value":"5","source":"a"},{"year":2021,"value":"5","source":"b"}],"status":"confirmed"` + common + `}`},
		{burden.NewSeries(span(2020, 2020, "a", burden.Confirmed), span(2021, 9999, "a", burden.Brief)),
			`{"name":"p","figures":[{"year":2020,"value":"5","status":"confirmed"},{"from":2021,"to":9999,"value":"5","status":"brief"}],"source":"a"` + common + `}`},
		{burden.NewSeries(span(2020, 2020, "", 0), burden.Span{From: 2021, To: 2021, Entry: burden.Entry{Value: parsed(t, "5"), Stage: burden.Agreed, Print: "second"}}),
			`{"name":"p","figures":[{"year":2020,"value":"5","print":"first"},{"year":2021,"value":"5","print":"second"}],"stage":"agreed"}`},
		{burden.NewSeries(span(2020, 2020, "", 0), burden.Span{From: 2021, To: 2021, Entry: burden.Entry{Value: parsed(t, "5"), Stage: burden.Budgeted, Print: "first"}}),
			`{"name":"p","figures":[{"year":2020,"value":"5","stage":"agreed"},{"year":2021,"value":"5","stage":"budgeted"}],"print":"first"}`},
	} {
		p, x := burden.NewParam("p", burden.Ratio, c.series), burden.NewLine("x", burden.Ratio)
		m, err := burden.NewModel("m", x.Is(p))
		require.NoError(t, err)
		d, err := document.New(m, scenario.Baseline(m, 2020, 2020))
		require.NoError(t, err)
		require.Len(t, d.Parameters, 1)
		got, err := json.Marshal(d.Parameters[0])
		require.NoError(t, err)
		assert.JSONEq(t, c.want, string(got))
		again, err := through(t, d).Model()
		require.NoError(t, err)
		read, _ := again.Param("p")
		assert.True(t, read.Series().Equal(c.series), c.want)
	}
}
