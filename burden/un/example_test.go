package un_test

import (
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/un"
)

// Two payers share a section of a mission's budget. The amount comes from the exact
// rate; the printed one is rounded and only shown. Singapore's discount is solved back from its
// published amounts. The permanent member pays the rest.
func ExamplePeacekeepingScale() {
	scale := un.PeacekeepingScale("peacekeeping",
		un.Payer{Key: "permanent", Level: "A", Rate: burden.Amount("22%", burden.Ratio)},
		un.Payer{Key: "singapore", Discount: burden.Amount("7.5%", burden.Ratio), Rate: burden.Amount("0.479%", burden.Ratio)})
	section := burden.NewParam("section", burden.USD, burden.Constant("641657000"))
	amount := burden.NewLine("amount", burden.USD)
	m, err := burden.NewModel("mission", append(scale.Definitions, amount.Is(scale.Amount("singapore", section)))...)
	if err != nil {
		log.Fatal(err)
	}
	p, err := m.Project(2025, 2025, amount, scale.Printed("singapore"), scale.Printed("permanent"))
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range []burden.Line{scale.Rate("singapore"), scale.Printed("singapore"), amount, scale.Printed("permanent")} {
		v, _ := p.Value(l, 2025)
		fmt.Println(l.Name(), burden.Show(v, l.Unit()))
	}
	// Output:
	// peacekeeping.rate.singapore 0.443075 %
	// peacekeeping.printed.singapore 0.4431 %
	// amount 2,843,022 USD
	// peacekeeping.printed.permanent 22.0359 %
}
