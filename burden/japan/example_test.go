package japan_test

import (
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
)

// The labour cost and the needs are not published; here they are supposed.
func ExampleTerm2022() {
	a := japan.Term2022()
	m, err := a.Model.With(
		a.Labour.Is(burden.Amount("145.1e9", burden.JPY)),
		a.EquipmentNeed.Is(burden.Constant("4e9")),
		a.FacilitiesNeed.Is(burden.Constant("35e9")))
	if err != nil {
		log.Fatal(err)
	}
	p, err := m.Project(a.First, a.Last)
	if err != nil {
		log.Fatal(err)
	}
	for year := 2025; year <= 2026; year++ {
		v, _ := p.Value(a.Facilities, year)
		fmt.Println(year, burden.Show(v, burden.JPY))
	}
	// Output:
	// 2025 35,000,000,000 JPY
	// 2026 24,100,000,000 JPY
}
