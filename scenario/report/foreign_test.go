package report

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/foreign"
	"example.com/burdenshare/scenario"
)

// wellFormed says whether XML is well formed to its end.
func wellFormed(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// A stranger's title, name, source or label stays text of its place, in page, charts and
// workbook, and each of them stays whole.
func TestForeignTextOfReports(t *testing.T) {
	for i, text := range foreign.Texts() {
		raw := func(output, what string) {
			t.Helper()
			assert.Empty(t, foreign.Raw(strings.ReplaceAll(output, "\t", " ")), "%s of %q", what, text)
		}
		p := burden.NewParam("p", burden.KRW, burden.NewSeries(burden.Span{From: 2010, To: 2011, Entry: burden.Entry{
			Value: burden.Amount(5, burden.KRW).Node().Value, Source: text, Print: text, Status: burden.Confirmed}})).For(text)
		l := burden.NewLine("l", burden.KRW).As(burden.Flow)
		m, err := burden.NewModel("m", l.Is(p.AtMost(p).Over(burden.Amount(3, burden.Ratio)).RoundedTo("1", burden.HalfUp)))
		require.NoError(t, err)
		base := scenario.Baseline(m, 2010, 2011).Named(text)
		other, err := base.With(text+" other", scenario.Set(p, 9))
		require.NoError(t, err)
		caption := Caption{Title: text, Subtitle: text, Source: text, Labels: map[string]string{"p": text, "l": text}}
		var charts []*Chart
		chart := func(c *Chart, err error) {
			t.Helper()
			require.NoError(t, err)
			charts = append(charts, c)
		}
		chart(OverYears(caption, l, base, other))
		a, err := scenario.Attribute(base, other, scenario.At(l, 2010))
		require.NoError(t, err)
		chart(Waterfall(caption, a, text, text))
		g := scenario.NewGrid(scenario.NewAxis(p, []int{1, 2}))
		w := scenario.Sweep{Scenario: base, Metrics: []scenario.Metric{scenario.At(l, 2010)}, Design: g}
		tornadoes, err := scenario.OneAtATime(context.Background(), w, scenario.NewAxis(p, []int{1, 2}))
		require.NoError(t, err)
		chart(Tornado(caption, tornadoes[0], p))
		for _, c := range charts {
			for _, drawn := range []*Chart{c, c.Narrow()} {
				var b bytes.Buffer
				require.NoError(t, drawn.SVG(&b))
				raw(b.String(), "chart")
				require.NoError(t, wellFormed(b.Bytes()))
			}
			if i < 4 {
				require.NoError(t, c.PNG(io.Discard))
			}
		}

		var b bytes.Buffer
		require.NoError(t, Page{Title: text, Lead: text, Scenarios: []*scenario.Scenario{base, other}, Charts: charts, Labels: caption.Labels,
			Figures: []KeyFigure{{Name: text, Metric: scenario.At(l, 2010)}}, Notes: []string{text}, Files: []string{text}}.HTML(&b))
		raw(b.String(), "page")

		b.Reset()
		require.NoError(t, Workbook{Title: text, Scenarios: []*scenario.Scenario{base, other}}.XLSX(&b))
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		require.NoError(t, err)
		for _, f := range z.File {
			r, err := f.Open()
			require.NoError(t, err)
			data, err := io.ReadAll(r)
			require.NoError(t, err)
			raw(string(data), "workbook, "+f.Name)
			if strings.HasSuffix(f.Name, ".xml") {
				require.NoError(t, wellFormed(data), f.Name)
			}
		}
		assert.Empty(t, foreign.Lines(failed(text, text, errors.New(text)).Error()))
		assert.Empty(t, foreign.Lines(failed("chart", text, &burden.Error{Input: text}).Error()))
	}
}
