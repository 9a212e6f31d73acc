package scenario_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// The example of README, word for word.
func Example_readme() {
	check := func(err error) {
		if err != nil {
			log.Fatal(err)
		}
	}
	// README:
	var (
		base    = burden.NewParam("base", burden.KRW, burden.Constant("760.0e9"))
		cpi     = burden.NewParam("cpi", burden.Ratio, korea.CPI().FirstPrinted())
		ceiling = burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%"))

		growth       = burden.NewIndexRule("growth", burden.Index{Driver: cpi, Lag: 2, Ceiling: ceiling})
		contribution = burden.NewLine("contribution", burden.KRW)
	)

	sma8, err := burden.NewModel("sma8", growth,
		contribution.Starts(2009, base).Then(
			contribution.Previous().GrownBy(growth).RoundedTo("0.1e9", burden.HalfUp)))
	check(err)
	p, err := sma8.Project(2009, 2013)
	check(err)
	v, err := p.Value(contribution, 2010)
	check(err)
	fmt.Println(burden.Show(v, burden.KRW))
	why, err := p.Explain(contribution, 2010) // the ceiling bound: 4.7 % became 4 %
	check(err)
	fmt.Print(why)

	agreed := scenario.Baseline(sma8, 2009, 2013)
	open, err := agreed.With("no ceiling", scenario.Define(growth.With(burden.NoCeiling)))
	check(err)
	diff, err := scenario.Compare(agreed, open) // by line and year: baseline, alternative, difference, ratio
	check(err)
	fmt.Print(diff)
	// Output:
	// 790,400,000,000 KRW
	// contribution 2010 = 790,400,000,000 KRW
	//   = round(contribution[-1] * (1 + growth), 100000000, half_up)
	//   contribution 2009 = 760,000,000,000 KRW
	//   growth 2010 = 4 %
	//     = min(growth.raw, ceiling)
	//     growth.raw 2010 = 4.7 %
	//       = cpi[-2]
	//       cpi 2008 = 4.7 % (confirmed; source "http://viewsnnews.com/article?q=44692 | https://www.hankookilbo.com/News/Read/201012311176979970"; print "first printed 2008-12-31")
	//     ceiling 2010 = 4 %
	//     ceiling bound: 4.7 % became 4 %
	//   rounded to 100,000,000, half up: 790,400,000,000 already was
	// line          year   unit           baseline         no ceiling      difference   ratio
	// contribution  2009   KRW     760,000,000,000    760,000,000,000               0       1
	// contribution  2010   KRW     790,400,000,000    795,700,000,000   5,300,000,000  1.0067
	// contribution  2011   KRW     812,500,000,000    818,000,000,000   5,500,000,000  1.0068
	// contribution  2012   KRW     836,100,000,000    841,700,000,000   5,600,000,000  1.0067
	// contribution  2013   KRW     869,500,000,000    875,400,000,000   5,900,000,000  1.0068
	// contribution  total  KRW   4,068,500,000,000  4,090,800,000,000  22,300,000,000  1.0055
	// ratio: no ceiling over baseline, rounded to 0.0001, half up
}

// TestReadmeHasTheExample: what the example runs, and Go checks, is what README shows.
func TestReadmeHasTheExample(t *testing.T) {
	source, err := os.ReadFile("readme_example_test.go")
	require.NoError(t, err)
	_, code, _ := strings.Cut(string(source), "\t// README:\n")
	code, _, ok := strings.Cut(code, "\t// Output:\n")
	require.True(t, ok)
	code = strings.ReplaceAll("\n"+code, "\n\t", "\n") // one level of indentation less

	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	assert.Contains(t, string(readme), "```go"+code+"```\n")
	assert.Equal(t, 1, strings.Count(string(readme), "```go"), "no other code that nothing checks")
}
