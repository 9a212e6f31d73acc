package published_test

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/internal/published"
)

// headers are the columns of every embedded table. A table or a column that is not here
// fails, so that nobody adds one whose cells nothing looks at.
var headers = map[string]string{
	"japan/data/cost.csv":               "country,period,item,amount,unit,status,source_url,note,print",
	"japan/data/support.csv":            "period,item,amount,unit,status,source_url,note,print",
	"korea/data/contribution.csv":       "agreement,year,item,amount,unit,growth_rule,driver_name,driver_year,driver_value_percent,status,source_url,print,note",
	"korea/data/cost.csv":               "country,period,item,amount,unit,status,source_url,note",
	"korea/data/cpi.csv":                "year,value,unit,printed,seen_by,base_year,status,source_url,note",
	"korea/data/cpi_worldbank.csv":      "year,value,unit,vintage,status,source_url,note",
	"korea/data/defence_budget.csv":     "year,amount,unit,growth_percent,growth_unit,status,source_url,note",
	"korea/data/exchange_rates.csv":     "period,pair,value,kind,status,source_url,note",
	"korea/data/gdp.csv":                "year,item,value,unit,printed,vintage,status,source_url,note",
	"korea/data/projection.csv":         "year,item,amount,unit,cpi_percent,status,source_url,note",
	"korea/data/split.csv":              "year,item,amount,unit,status,source_url,note",
	"korea/data/talks.csv":              "date,item,amount,unit,status,source_url,note",
	"nato/data/guidelines.csv":          "year,item,value,unit,status,source_url,note",
	"nato/data/recalled_shares.csv":     "ally,period,share_percent,status,source_url,note",
	"nato/data/shares.csv":              "ally,period,share_percent,status,source_url,note",
	"un/data/peacekeeping_sample.csv":   "member,period,item,value,unit,status,source_url,note",
	"un/data/peacekeeping_sections.csv": "mission,section,period,value,unit,status,source_url",
	"un/data/scale.csv":                 "scale,item,value,unit,status,source_url,note",
}

// What the cells of a column look like. This is written down a second time here, apart
// from the reader under test.
var (
	aYear   = `(1[89]|20)\d\d`
	aMonth  = aYear + `-(0[1-9]|1[0-2])`
	aDay    = aMonth + `-(0[1-9]|[12]\d|3[01])`
	aNumber = `-?\d+(\.\d+)?`
	aMoney  = `(|bn |1e8 |1e6 |M )(USD|KRW|JPY|EUR)(| total| part| total at rate)`
	aUnit   = aMoney + `|percent|percent of (GDP|defence spending|full cost)|persons|years|levels|rounds`
	cells   = map[string]*regexp.Regexp{
		"year": whole(aYear), "driver_year": whole(aYear + `|`), "base_year": whole(aYear + `|`),
		"period": whole(`(FY)?` + aYear + `(-` + aYear + `)?( \([^()]+\))?|` + aMonth),
		"date":   whole(aYear + `|` + aMonth + `|` + aDay), "printed": whole(aDay + `|`), "seen_by": whole(aDay + `|`),
		"amount": whole(aNumber), "value": whole(aNumber), "share_percent": whole(aNumber), "growth_percent": whole(aNumber),
		"cpi_percent": whole(aNumber + `|`), "unit": whole(aUnit), "growth_unit": whole(`percent`),
		"driver_value_percent": whole(`(` + aNumber + `( \+ ` + aNumber + `)?( \(.+\))?( or ` + aNumber + ` \(.+\) \+ ` + aNumber + `)?)?`),
		"status":               whole(`confirmed|derived|brief|recalled`), "source_url": whole(`.+`), "pair": whole(`KRW per USD`),
		"kind": whole(`.+`), "item": whole(`.*`), "ally": whole(`.+`), "member": whole(`.+`), "country": whole(`Korea|Japan`),
		"scale": whole(`regular|peacekeeping|published pair, level I`), "agreement": whole(`none yet|\d+(st|nd|rd|th)`),
		"mission": whole(`MINURSO|MINUSCA|MINUSMA`), "section": whole(`A|B credit|C|D`),
		"growth_rule": whole(`.*`), "driver_name": whole(`.+`), "vintage": whole(`.+`), "note": whole(`.*`), "print": whole(`.*`),
	}
)

func whole(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }

// look returns what is wrong with a table, cell by cell.
func look(t testing.TB, file, text string) (wrong []string) {
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err, file)
	header := records[0]
	if strings.Join(header, ",") != headers[file] {
		return []string{"columns " + strings.Join(header, ",")}
	}
	for i, record := range records[1:] {
		row := map[string]string{}
		for j, column := range header {
			row[column] = record[j]
		}
		bad := func(column, why string) {
			wrong = append(wrong, file+" row "+strconv.Itoa(i+2)+", "+column+" = "+strconv.Quote(row[column])+": "+why)
		}
		for _, column := range header {
			pattern, known := cells[column]
			cell := row[column]
			switch unit, words := strings.CutPrefix(row["unit"], "text: "); {
			case !known:
				bad(column, "a column that this test does not know")
			case strings.TrimSpace(cell) != cell:
				bad(column, "space at an end")
			case column == "source_url" && row["status"] == "recalled":
			case words && (column == "amount" || column == "value"):
				if whole(aNumber).MatchString(cell) || cell == "" {
					bad(column, "one number, or none, with a unit that says text")
				}
			case words && column == "unit":
				if !pattern.MatchString(unit) && unit != "rule" {
					bad(column, "text of no known unit")
				}
			case !pattern.MatchString(cell):
				bad(column, "does not look like "+pattern.String())
			}
		}
		for _, column := range []string{"printed", "seen_by"} {
			if _, err := time.Parse("2006-01-02", row[column]); row[column] != "" && err != nil {
				bad(column, "no such day")
			}
		}
		if _, both := row["seen_by"]; both && row["printed"]+row["seen_by"] == "" {
			bad("printed", "neither printed nor seen by a day")
		}
		years, _, _ := strings.Cut(strings.TrimPrefix(row["period"], "FY"), " (")
		if first, last, two := strings.Cut(years, "-"); two && len(last) == 4 && last <= first {
			bad("period", "ends before it begins")
		}
	}
	return wrong
}

// embedded returns every table of the packages beside this one, by path.
func embedded(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	require.NoError(t, filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(filepath.Dir(path)) != "data" {
			return err
		}
		text, err := os.ReadFile(path)
		file, _ := filepath.Rel("../..", path)
		texts[filepath.ToSlash(file)] = string(text)
		return err
	}))
	return texts
}

// TestEveryCellOfEveryTable reads every embedded table cell by cell: numbers, years,
// periods, days, units, statuses and sources. The reader finds nothing wrong either.
func TestEveryCellOfEveryTable(t *testing.T) {
	texts := embedded(t)
	for file := range headers {
		assert.Contains(t, texts, file, "a table that this test knows is gone")
	}
	rows := 0
	for file, text := range texts {
		assert.Contains(t, headers, file, "a table that this test does not know")
		assert.Empty(t, look(t, file, text), file)
		table := published.Read(file, text)
		assert.Empty(t, table.Faults(), file)
		assert.NotEmpty(t, table.Rows, file)
		rows += len(table.Rows)
	}
	assert.Greater(t, rows, 500)
}

// TestTyposInTablesAreFound: a typo in a shipped table fails the test above, and the
// reader finds it too.
func TestTyposInTablesAreFound(t *testing.T) {
	texts := embedded(t)
	for _, c := range []struct{ file, was, is string }{
		{"korea/data/cpi.csv", "2003,3.5,", "2003,3.5x,"},
		{"korea/data/cpi.csv", "2008,4.7,", "2008,4.7x,"},
		{"korea/data/cpi.csv", "2003,3.5,percent,,2006-12-29,,confirmed", "2003,3.5,percent,,2006-12-29,,confrimed"},
		{"korea/data/cpi.csv", "2008-12-31", "2008-13-31"},
		{"korea/data/cpi.csv", "2003,3.5,percent,,2006-12-29", "2003,3.5,percent,,soon"},
		{"korea/data/cpi.csv", "year,value", "year,valeu"},
		{"korea/data/contribution.csv", "1e8 KRW total,", "1e8 KRW totl,"},
		{"korea/data/contribution.csv", "11th,2022,", "11th,2022/23,"},
		{"korea/data/talks.csv", "2019-11,US demand,4.7,", "2019-11,US demand,4..7,"},
		{"korea/data/talks.csv", "2019-11,US demand,", "2019-1l,US demand,"},
		{"korea/data/talks.csv", "870 / 890 / 910 / 920 / 923 / 925", ""},
		{"korea/data/exchange_rates.csv", "736.7331", "736.7331,"},
		{"korea/data/projection.csv", ",2.5,confirmed", ",2.5%%,confirmed"},
		{"korea/data/cost.csv", "https://www.gao.gov/products/gao-21-270", ""},
		{"japan/data/support.csv", "FY2022-2026", "FY2022-26"},
		{"nato/data/shares.csv", "22.144", "22,144"},
		{"nato/data/guidelines.csv", "percent of GDP", "percent of gdp"},
		{"un/data/peacekeeping_sample.csv", "3.189", "3.l89"},
		{"un/data/peacekeeping_sections.csv", "25116400", "25 116 400"},
		{"un/data/scale.csv", "0,percent,recalled", "0,percent,recaled"},
	} {
		require.Contains(t, texts[c.file], c.was, c.file)
		text := strings.Replace(texts[c.file], c.was, c.is, 1)
		if c.is != "736.7331," && c.is != "22,144" { // which csv itself refuses
			assert.NotEmpty(t, look(t, c.file, text), "%s: %s", c.file, c.is)
		}
		assert.NotEmpty(t, published.Read(c.file, text).Faults(), "%s: %s", c.file, c.is)
	}
}

// digits are runs that may be the name of a commit or a checksum.
var digits = regexp.MustCompile(`\b[0-9a-f]{30,}\b`)

// badHashes returns the runs of hexadecimal digits in a text that are neither a commit
// of 40 nor a SHA-256 of 64. A run without a letter is a number, one without a digit a word.
func badHashes(text string) (bad []string) {
	for _, run := range digits.FindAllString(text, -1) {
		if strings.ContainsAny(run, "abcdef") && strings.ContainsAny(run, "0123456789") && len(run) != 40 && len(run) != 64 {
			bad = append(bad, run)
		}
	}
	return bad
}

// TestCommitsHaveFortyDigits: a commit that is cited in a table, an example or a
// document can be looked up.
func TestCommitsHaveFortyDigits(t *testing.T) {
	assert.Equal(t, []string{"fa7d949956db1db21102654b1f40d64d2568677"}, badHashes("commit fa7d949956db1db21102654b1f40d64d2568677, one short"))
	assert.Empty(t, badHashes("commit fa7d949956d1db1d21102654b1f40d64d2568677"))
	looked := 0
	require.NoError(t, filepath.WalkDir("../../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == ".git" {
				return fs.SkipDir
			}
			return err
		}
		if strings.HasSuffix(path, "_test.go") || !slices.Contains([]string{".csv", ".md", ".go", ".golden", ".json", ".toml", ".html", ".txt", ".svg"}, filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		looked++
		assert.Empty(t, badHashes(string(text)), path)
		return err
	}))
	assert.Greater(t, looked, 200)
}
