package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// serve starts the page as main does, and returns its address without the last slash.
func serve(t *testing.T) string {
	t.Helper()
	var failures bytes.Buffer
	site, err := newSite(log.New(&failures, "", 0))
	require.NoError(t, err)
	s := httptest.NewUnstartedServer(nil)
	s.Config = newServer(guarded(site, hosts(s.Listener.Addr())))
	s.Start()
	t.Cleanup(func() {
		s.Close()
		assert.Empty(t, failures.String(), "what the site could not do")
	})
	return s.URL
}

// get asks for an address and returns status, headers and body.
func get(t *testing.T, address string) (int, http.Header, string) {
	t.Helper()
	r, err := http.Get(address)
	require.NoError(t, err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	require.NoError(t, err)
	return r.StatusCode, r.Header, string(b)
}

// onAxis matches a number of a chart's axis that says for each of what it is.
var onAxis = regexp.MustCompile(`text-anchor="end"[^>]*>[^<]*/person`)

func TestPage(t *testing.T) {
	at := serve(t)
	// By hand, in 0.1 bn won. As agreed, at a ceiling of 5 % that prices of 2.1, 2, 2 and
	// 2 % do not reach: 15192 in 2026, × 1.021 = 15511, × 1.02 = 15821, 16137, 16460, in
	// all 79121. At 1.5 %: 15420, 15651, 15886, 16124, in all 78273. Of 28,500 in 2026,
	// 1,519.2 bn / 28,500 = 53,305,263; of 20,000, 75,960,000 and in 2030 80,620,000.
	// The talks: 15690 asked and 10389 × 1.13 = 11740 offered; 11833, then × 1.054 =
	// 12472, × 1.034 = 12896, × 1.044 = 13463, × 1.042 = 14028, with 10389 in 2020 75081.
	// 4.7 bn dollars × 1206.9459 = 56726, and 11740 + 2.35 % of 44986 = 12797.
	for _, c := range []struct {
		name, query string
		has, hasNot []string
	}{
		{"as agreed", "", []string{"₩1,519.2bn", "₩1,551.1bn", "₩1,582.1bn", "₩1,613.7bn", "₩1,646.0bn", "₩7,912.1bn", "₩53,305,263"}, []string{"Your figures", "less than agreed"}},
		{"as agreed, typed", "?troops=28500&ceiling=5%25", []string{"₩1,646.0bn", "₩53,305,263"}, []string{"Your figures"}},
		{"troops and ceiling", "?troops=20000&ceiling=1.5", []string{
			"₩1,542.0bn", "₩1,565.1bn", "₩1,588.6bn", "₩1,612.4bn", "₩7,827.3bn", "₩33.6bn less than agreed", "₩84.8bn less than agreed",
			"₩75,960,000", "₩80,620,000", "Your figures", "What makes the difference", "ceiling", "&#43;₩22,654,737",
		}, nil},
		{"troops alone", "?troops=20000", []string{"Your figures leave the contribution as agreed."}, nil},
		{"a ceiling nothing reaches", "?ceiling=20", []string{"your figures: set ceiling to 0.2 changes no result"}, nil},
		{"explanation", "?troops=20000&ceiling=1.5&explain=contribution_per_member%402028", []string{
			"Why ₩78,255,000?", "round(contribution / troops, 1, half_up)", "troops 2028 = 20,000 persons", "typed by you", "ceiling bound: 2 % became 1.5 %", "Earlier years: 4 steps",
		}, nil},
		{"explanation as agreed", "?troops=20000&explain=contribution%402030&of=agreed", []string{"Why ₩1,646.0bn?", "1,645,974,000,000 became 1,646,000,000,000", "Bank of Korea"}, nil},
		{"explanation of a total", "?explain=contribution_total%402030", []string{"Why ₩7,912.1bn?", "sum(contribution, 2026, 2030)"}, nil},
		{"talks", "?model=talks", []string{"₩1,569.0bn", "₩1,174.0bn", "₩395.0bn", "₩1,183.3bn", "₩1,247.2bn", "₩1,289.6bn", "₩1,346.3bn", "₩1,402.8bn", "₩7,508.1bn"}, nil},
		{"talks, November's sum", "?model=talks&asked=4.7", []string{"₩5,672.6bn", "₩4,498.6bn", "₩1,279.7bn"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, header, body := get(t, at+"/"+c.query)
			assert.Equal(t, http.StatusOK, status)
			assert.Equal(t, "text/html; charset=utf-8", header.Get("Content-Type"))
			for _, s := range c.has {
				assert.True(t, strings.Contains(body, s), s)
			}
			for _, s := range c.hasNot {
				assert.False(t, strings.Contains(body, s), s)
			}
			assert.False(t, onAxis.MatchString(body), "an axis says amounts, and leaves for each of what to the lines' figures")
			assert.False(t, strings.Contains(body, "ZgotmplZ")) // what a template refused to write
		})
	}
}

func TestWrongInput(t *testing.T) {
	at := serve(t)
	for _, c := range []struct{ name, query, field, text string }{
		{"words", "troops=many&ceiling=1.5", "troops", "burden: &#34;many&#34;: not a decimal number"},
		{"nothing", "troops=", "troops", "burden: &#34;&#34;: not a decimal number"},
		{"thousands separators", "troops=28%2C500", "troops", "burden: &#34;28,500&#34;: not a decimal number"},
		{"too many", "troops=100001", "troops", "burden: sma12: troops = 100001, not within 1000 to 100000: out of range"},
		{"negative", "ceiling=-1", "ceiling", "burden: sma12: ceiling = -0.01, not within 0 to 0.2: out of range"},
		{"a sign too many", "ceiling=5%25%25", "ceiling", "not a decimal number"},
		{"in full", "base=1519200000000", "base", "out of range"},
		{"huge exponent", "base=1e999999999", "base", "too large"},
		{"long", "base=" + strings.Repeat("9", 1000), "base", "too large"},
		{"not a number", "cpi2027=NaN", "cpi2027", "not a decimal number"},
		{"markup", "troops=%3Cscript%3Ealert(1)%3C/script%3E", "troops", "&lt;script&gt;"},
		{"no text", "troops=%ff%00", "troops", "not a decimal number"},
		{"unknown field", "tropps=1", "", "field = &#34;tropps&#34;: unknown name"},
		{"unknown model", "model=sma13", "", "model = &#34;sma13&#34;: unknown name"},
		{"twice", "troops=1000&troops=2000", "", "troops = &#34;1000, 2000&#34;: defined twice"},
		{"no such line", "explain=contributon%402030", "", "number to explain = &#34;contributon@2030&#34;: unknown name"},
		{"no such year", "explain=contribution%402031", "", "contribution 2031: the projection is 2026 to 2030"},
		{"no year", "explain=contribution", "", "unknown name"},
		{"no such scenario", "explain=contribution%402030&of=mine", "", "unknown name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, _, body := get(t, at+"/?"+c.query)
			assert.Equal(t, http.StatusUnprocessableEntity, status)
			assert.True(t, strings.Contains(body, "There is a problem"))
			assert.Contains(t, body, c.text)
			assert.False(t, strings.Contains(body, "<script>"))
			assert.False(t, strings.Contains(body, `class="cards"`), "results of other figures than those in the fields")
			if c.field != "" {
				assert.True(t, strings.Contains(body, `<p class="error" id="`+c.field+`-error"><span class="unseen">Error: </span>burden: `))
				assert.True(t, strings.Contains(body, `aria-describedby="`+c.field+`-error `+c.field+`-unit `+c.field+`-hint" aria-invalid="true"`))
				assert.True(t, strings.Contains(body, `<a href="#`+c.field+`">`))
			}
			for _, file := range []string{"results.csv", "results.json", "workbook.xlsx", "explanation.json"} {
				status, _, _ := get(t, at+"/"+file+"?"+c.query)
				assert.Equal(t, http.StatusUnprocessableEntity, status, file)
			}
		})
	}
	_, _, body := get(t, at+"/?troops=many&ceiling=1.5")
	assert.True(t, strings.Contains(body, `name="troops" value="many"`))
	assert.True(t, strings.Contains(body, `name="ceiling" value="1.5"`), "the rest of the form is kept")
	_, _, body = get(t, at+"/?model=twelfth&troops=many&model=talks")
	assert.True(t, strings.Contains(body, "defined twice"))
}

func TestDownloads(t *testing.T) {
	at := serve(t)
	const query = "?model=twelfth&troops=20000&ceiling=1.5&explain=contribution%402030"

	_, header, body := get(t, at+"/results.csv"+query)
	assert.Equal(t, `attachment; filename="twelfth.csv"`, header.Get("Content-Disposition"))
	r := csv.NewReader(strings.NewReader(body))
	r.Comment = '#'
	rows, err := r.ReadAll()
	require.NoError(t, err)
	assert.Equal(t, []string{"scenario", "run", "line", "year", "value", "unit", "status"}, rows[0])
	values := map[string]string{}
	for _, row := range rows[1:] {
		values[row[0]+" "+row[2]+" "+row[3]] = row[4]
	}
	// As in TestPage.
	assert.Equal(t, "1646000000000", values["as agreed contribution 2030"])
	assert.Equal(t, "1612400000000", values["your figures contribution 2030"])
	assert.Equal(t, "80620000", values["your figures contribution_per_member 2030"])

	_, header, body = get(t, at+"/results.json"+query)
	assert.Equal(t, "application/json", header.Get("Content-Type"))
	var results struct {
		Scenarios []struct{ Scenario string }
		Rows      []struct{ Scenario, Line, Value string }
	}
	require.NoError(t, json.Unmarshal([]byte(body), &results))
	assert.Len(t, results.Scenarios, 2)
	assert.Len(t, results.Rows, len(rows)-1)

	_, header, body = get(t, at+"/workbook.xlsx"+query)
	assert.Equal(t, `attachment; filename="twelfth.xlsx"`, header.Get("Content-Disposition"))
	book, err := excelize.OpenReader(strings.NewReader(body))
	require.NoError(t, err)
	assert.Contains(t, book.GetSheetList(), "your figures")
	require.NoError(t, book.Close())

	_, header, body = get(t, at+"/explanation.json"+query)
	assert.Equal(t, `attachment; filename="twelfth-explanation.json"`, header.Get("Content-Disposition"))
	var explanation struct {
		Format      string
		Explanation struct {
			Result string
			Steps  []struct{ ID, Value string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(body), &explanation))
	assert.Equal(t, "burdenshare explanation", explanation.Format)
	assert.Equal(t, "contribution@2030", explanation.Explanation.Result)
	steps := explanation.Explanation.Steps
	assert.Equal(t, "1612400000000", steps[len(steps)-1].Value)

	status, _, _ := get(t, at+"/explanation.json?model=talks")
	assert.Equal(t, http.StatusUnprocessableEntity, status)
	for _, model := range []string{"twelfth", "talks"} { // as agreed there is one scenario
		for _, file := range []string{"results.csv", "results.json", "workbook.xlsx"} {
			status, _, _ := get(t, at+"/"+file+"?model="+model)
			assert.Equal(t, http.StatusOK, status, model+" "+file)
		}
	}
}

// An address that is passed on says it all: whatever is asked, the page's own address
// leads to the same page.
func TestShared(t *testing.T) {
	at := serve(t)
	for _, query := range []string{"", "?model=talks", "?troops=20000&ceiling=1.50%25&base=1519.2", "?model=talks&asked=4.7&met=50&explain=gap%402021&of=agreed"} {
		_, _, body := get(t, at+"/"+query)
		_, own, ok := strings.Cut(body, `<li><a href="/`)
		require.True(t, ok)
		own, _, _ = strings.Cut(own, `"`)
		own = strings.ReplaceAll(own, "&amp;", "&")
		_, _, again := get(t, at+"/"+own)
		assert.True(t, body == again, own)
		parsed, err := url.ParseQuery(strings.TrimPrefix(own, "?"))
		require.NoError(t, err)
		assert.NotContains(t, parsed, "base", "a figure as agreed need not be passed on")
	}
}

// Every link within a page leads somewhere: each number to its explanation.
func TestLinks(t *testing.T) {
	at := serve(t)
	for _, model := range []string{"?model=twelfth&troops=20000", "?model=talks&met=50"} {
		_, _, body := get(t, at+"/"+model)
		seen := map[string]bool{}
		for _, part := range strings.Split(body, `href="`)[1:] {
			link, _, _ := strings.Cut(part, `"`)
			link, _, _ = strings.Cut(strings.ReplaceAll(link, "&amp;", "&"), "#")
			if link == "" || seen[link] || strings.HasPrefix(link, "http") {
				continue
			}
			seen[link] = true
			address := at + "/" + strings.TrimPrefix(link, "/")
			status, _, page := get(t, address)
			assert.Equal(t, http.StatusOK, status, address)
			if strings.Contains(link, "explain=") {
				assert.True(t, strings.Contains(page, "Why "), address)
			}
		}
		assert.Greater(t, len(seen), 40)
	}
}

func TestMany(t *testing.T) {
	at := serve(t)
	_, _, want := get(t, at+"/?troops=20000&explain=contribution%402030")
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			_, _, body := get(t, at+"/?troops=20000&explain=contribution%402030")
			assert.True(t, want == body)
		})
	}
	wait.Wait()
}
