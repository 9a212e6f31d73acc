package burden_test

import (
	"fmt"

	"example.com/burdenshare/burden"
)

// A formula as text, and what is said of a mistake in one.
func ExampleParseFormula() {
	cpi := burden.NewParam("cpi", burden.Ratio, burden.Constant("4.7%"))
	ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%"))
	contribution := burden.NewLine("contribution", burden.KRW)
	names := burden.Names{"cpi": cpi, "ceiling": ceiling, "contribution": contribution}

	f, err := burden.ParseFormula("round(contribution[-1] * (1 + min(cpi[-2], ceiling)), 0.1e9, half_up)", names)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f)
	_, err = burden.ParseFormula("contribution[-1] * (1 + min(cpi[-2], celing)) / 12", names)
	fmt.Println(err)
	// Output:
	// round(contribution[-1] * (1 + min(cpi[-2], ceiling)), 100000000, half_up)
	// burden: formula:1:38: unknown name celing; did you mean ceiling?
	// burden: formula:1:47: a quotient has to be rounded where it is made: round(a / b, 0.01, half_up), or exact(a / b)
}
