// Package policytests is a question put to go test: do the assumptions hold that a
// position in the talks of 2019 rests on, and those about the eleventh and the
// twelfth agreement that followed?
//
// It is what an analyst of a ministry would keep beside a position paper: the
// figures of the talks, each with its source and status, as a model in this file,
// and the assumptions as tests in the others. A figure that is revised, a rule that
// is read another way, or a number in the paper that was never so, fails a test
// that says which, and why the number is what it is. The tests are themselves
// tested: a small change to an agreement has to fail one of them.
//
//	go test ./examples/policytests
package policytests

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// Figures of the talks of November 2019. What only the press report had is marked
// so by its status, burden.Brief.
var (
	asked        = burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed))
	rate         = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate of November 2019")
	troops       = burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
	employees    = burden.NewParam("employees", burden.Persons, korea.Talks("2019-11", "Korean employees", burden.Brief))
	paid         = burden.NewParam("paid", burden.KRW, korea.Contribution())
	paidForWork  = burden.NewParam("paid_for_labour", burden.KRW, korea.Part("labour"))
	paidForSites = burden.NewParam("paid_for_construction", burden.KRW, korea.Part("construction"))
	paidForGoods = burden.NewParam("paid_for_logistics", burden.KRW, korea.Part("logistics"))
)

// What follows from them.
var (
	contribution = burden.NewLine("contribution", burden.KRW)
	labour       = burden.NewLine("labour", burden.KRW)
	construction = burden.NewLine("construction", burden.KRW)
	logistics    = burden.NewLine("logistics", burden.KRW)
	demand       = burden.NewLine("demand", burden.KRW)
	perMember    = burden.NewLine("demand_per_member_of_the_force", burden.USD.Per(burden.Persons))
	perEmployee  = burden.NewLine("labour_per_employee", burden.KRW.Per(burden.Persons))
)

// Talks returns the model of the talks of 2019.
//
//	demand = round(asked × rate, 0.1 bn won, half up)
//	demand_per_member_of_the_force = round(asked / troops, 0.01 dollars, half up)
//	labour_per_employee = round(labour / employees, 1 won, half up)
func Talks() (*burden.Model, error) {
	return burden.NewModel("talks2019",
		contribution.Is(paid),
		labour.Is(paidForWork),
		construction.Is(paidForSites),
		logistics.Is(paidForGoods),
		demand.Is(asked.Times(rate).RoundedTo(korea.Quantum, burden.HalfUp)),
		perMember.Is(burden.PerHead(asked, troops).RoundedTo("0.01", burden.HalfUp)),
		perEmployee.Is(burden.PerHead(labour, employees).RoundedTo("1", burden.HalfUp)))
}
