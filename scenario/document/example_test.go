package document_test

import (
	"fmt"
	"strings"

	"example.com/burdenshare/scenario/document"
)

// An agreement, a scenario and what is expected of them, written by hand.
func ExampleRead() {
	const text = `{
  "id": "upkeep",
  "parameters": [
    {"name": "base", "unit": "EUR", "value": "1.2e6"},
    {"name": "cpi", "by_year": {"2024": "2.2%", "2025": "3.4%"}},
    {"name": "ceiling", "value": "3%"}
  ],
  "lines": [
    {"name": "growth", "index": {"driver": "cpi", "lag": 1, "ceiling": "ceiling"}},
    {"name": "fee", "unit": "EUR", "formula": "by_year{2024: base, 2025: round(fee[-1] * (1 + growth), 1, half_up)}"}
  ],
  "from": 2024, "to": 2026,
  "scenarios": [{"name": "no ceiling", "changes": [{"define": {"name": "growth", "index": {"driver": "cpi", "lag": 1}}}]}],
  "expect": [
    {"line": "fee", "by_year": {"2026": "1263192"}},
    {"binds": "ceiling", "years": [2026]},
    {"scenario": "no ceiling", "line": "fee", "by_year": {"2026": "1268000"}, "tolerance": "100"}
  ]
}`
	d, err := document.Read(strings.NewReader(text), "upkeep.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	verdicts, err := d.Verdicts()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range verdicts {
		fmt.Println(v)
	}
	_, err = document.Read(strings.NewReader(strings.Replace(text, "1 + growth", "1 + grwoth", 1)), "upkeep.json")
	fmt.Println(err)
	// Output:
	// baseline: fee 2026: 1,263,192 EUR, as expected
	// baseline: years in which ceiling binds: 2026, as expected
	// no ceiling: fee 2026: 1,268,098 EUR, expected 1,268,000 EUR ± 100 EUR
	// upkeep.json:10:95: lines[1].formula: unknown name grwoth; did you mean growth?
}
