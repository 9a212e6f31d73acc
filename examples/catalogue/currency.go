package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// wonPerDollar is the unit of the exchange rates.
var wonPerDollar = burden.KRW.Per(burden.USD)

// currency returns shapes 23 to 26: amounts in one currency, in two, and at rates.
func currency() []shape {
	return []shape{
		{23, "single foreign currency", "Korea, first to third agreements; the host's budget of 1995", foreignCurrency},
		{24, "two-currency basket", "Korea, fourth and fifth agreements; 2003", basket},
		{25, "rates by purpose", "Korea, fifth agreement, 2002", ratesByPurpose},
		{26, "budget sensitivity to the rate", "Korea, fourth agreement, 1999", sensitivity},
	}
}

// foreignCurrency takes the rate that the amounts of 1994 imply, 208 bn won for
// 260 m dollars, to the dollars of 1995.
func foreignCurrency() (sample, error) {
	rate := burden.NewParam("rate", wonPerDollar, korea.Rate("implied", "1994")).For("budget rate")
	inWon := burden.NewLine("in_won", burden.KRW)
	return said(inWon, 1995, contributionUSD.Is(baseUSD), inWon.Is(inTenths(contributionUSD.Times(rate))))
}

func basket() (sample, error) {
	a := korea.Fifth()
	return sample{a.Model, a.Total, 2003}, nil
}

// ratesByPurpose has a line for each definition of the total of 2002 in won: the
// same parts at the rate it was announced at, at the budget's and at the market's.
func ratesByPurpose() (sample, error) {
	a := korea.Fifth()
	at := func(line, purpose, period string) burden.LineDefinition {
		rate := burden.NewParam(line+"_rate", wonPerDollar, korea.Rate(purpose, period)).For(purpose + " rate")
		return burden.NewLine(line, burden.KRW).Is(inTenths(a.Won.Plus(a.Dollars.Times(rate))))
	}
	announced := at("announced", "announcement", "2001-11")
	m, err := a.Model.With(announced, at("budgeted", "budget", "2002"), at("at_market", "market", "2002"))
	return sample{m, announced.Line(), 2002}, err
}

// sensitivity is what the host saves if the rate falls from the agreed 1,300 to
// 1,200, on the dollars that fall due in the year: half of the 80 m for
// construction moved to the next.
func sensitivity() (sample, error) {
	a := korea.Fourth()
	deferred := burden.NewParam("deferred", burden.USD,
		burden.Steps(map[int]string{1998: "0", 1999: "40e6", 2000: "0"}).Sourced("Donga Ilbo, 22 December 1998", burden.Confirmed))
	fallen := burden.NewParam("fallen_rate", wonPerDollar,
		burden.Constant(1200).Sourced("Hankook Ilbo, 23 December 1998", burden.Assumed)).For("market rate")
	paid, saved := burden.NewLine("paid", burden.USD), burden.NewLine("saved", burden.KRW)
	m, err := a.Model.With(paid.Is(burden.Deferral(a.Dollars, deferred)), saved.Is(paid.Times(a.Rate.Minus(fallen))))
	return sample{m, saved, 1999}, err
}
