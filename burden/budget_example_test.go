package burden_test

import (
	"fmt"

	"example.com/burdenshare/burden"
)

// The Korean contributions of 2020 to 2025 in won, consumer prices, and a discount rate.
var (
	agreed = burden.NewParam("agreed", burden.KRW, burden.ByYear(map[int]string{
		2019: "10389e8", 2020: "10389e8", 2021: "11833e8", 2022: "12472e8", 2023: "12896e8", 2024: "13463e8", 2025: "14028e8"}))
	consumer = burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{
		2020: "0.5%", 2021: "2.5%", 2022: "5.1%", 2023: "3.6%", 2024: "2.3%", 2025: "2.1%"}))
	discount = burden.NewParam("discount", burden.Ratio, burden.Constant("4%"))
	eok      = burden.RoundTo("0.01e8", burden.HalfUp)
)

// What is paid in 2025, in won of 2019. Growth rates become an index by Escalation.
func ExampleDeflate() {
	level := burden.NewLine("level", burden.Ratio)
	real := burden.NewLine("real", burden.KRW.AtPrices(2019))
	m, err := burden.NewModel("m",
		burden.Escalation(level, 2019, burden.Amount(1, burden.Ratio), consumer, burden.Rounding{}),
		real.Is(burden.Deflate(agreed, level, 2019).Rounded(eok)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2025, 2025, real)
	// Output: 2025 1,197,408,000,000 KRW@2019
}

// A promise in won of 2019, as it is to be paid in later years.
func ExampleInflate() {
	promised := burden.Amount("10000e8", burden.KRW.AtPrices(2019))
	index := burden.NewParam("index", burden.Ratio, burden.ByYear(map[int]string{2019: "100", 2020: "100.5", 2021: "103.01"}))
	paid := burden.NewLine("paid", burden.KRW)
	m, err := burden.NewModel("m", paid.Is(burden.Inflate(promised, index).Exactly()))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2020, 2021, paid)
	// Output:
	// 2020 1,005,000,000,000 KRW
	// 2021 1,030,100,000,000 KRW
}

// Nominal and real amounts do not add up.
func ExampleUnit_AtPrices() {
	sum := burden.NewLine("sum", burden.KRW)
	_, err := burden.NewModel("m", sum.Is(burden.Amount(1, burden.KRW).Plus(burden.Amount(1, burden.KRW.AtPrices(2019)))))
	fmt.Println(err)
	// Output: burden: m: sum: adds KRW and KRW@2019: KRW(1) + amount(1, "KRW@2019")
}

// The six years of the contribution on the first day of 2020, each due on the first
// day of its year.
func ExamplePresentValue() {
	worth := burden.NewLine("worth", burden.KRW)
	m, err := burden.NewModel("m", burden.PresentValue(worth, agreed, burden.Discounting{
		Base: 2020, Rate: discount, Timing: burden.StartOfYear, Rounding: eok}))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2025, 2025, worth)
	// Output: 2025 6,780,067,000,000 KRW
}

// A single payment of 441 in 2020, spread over two years at 10 %.
func ExampleAnnuity() {
	yearly := burden.NewLine("yearly", burden.USD)
	single := burden.NewParam("single", burden.USD, burden.ByYear(map[int]int{2020: 441, 2021: 0}))
	m, err := burden.NewModel("m", burden.Annuity(yearly, single, burden.Discounting{Base: 2020, Rate: burden.Amount("10%", burden.Ratio)}))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2021, 2021, yearly)
	// Output: 2021 231 USD
}

func ExampleRunningTotal() {
	total := burden.NewLine("total", burden.KRW)
	m, err := burden.NewModel("m", burden.RunningTotal(total, 2020, agreed))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2024, 2025, total)
	// Output:
	// 2024 6,105,300,000,000 KRW
	// 2025 7,508,100,000,000 KRW
}

// The contribution by United States fiscal years, which begin in October of the year
// before: a quarter of 2021 and three quarters of 2022.
func ExampleConvertYears() {
	fiscal := burden.NewLine("fiscal", burden.KRW).On(burden.FiscalOctober)
	m, err := burden.NewModel("m", burden.ConvertYears(fiscal, 2022, 2022, agreed, burden.Calendar, burden.Rounding{}))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2022, 2022, fiscal)
	// Output: 2022 1,231,225,000,000 KRW
}

// Weights of one's own: half of it paid in the autumn before.
func ExampleFormula_On() {
	fiscal := burden.NewLine("fiscal", burden.KRW).On(burden.FiscalOctober)
	half := burden.Amount("0.5", burden.Ratio)
	m, err := burden.NewModel("m", fiscal.Is(agreed.Lag(1).Times(half).Plus(agreed.Times(half)).On(burden.FiscalOctober)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2022, 2022, fiscal)
	// Output: 2022 1,215,250,000,000 KRW
}

// Figures of different years do not add up either.
func ExampleLine_On() {
	fiscal := burden.NewLine("fiscal", burden.KRW).On(burden.FiscalOctober)
	_, err := burden.NewModel("m", fiscal.Is(agreed))
	fmt.Println(err)
	// Output: burden: m: fiscal: fiscal is by years from October of the year before, but its formula gives calendar years: agreed
}

// An agreement in force from April 2020 pays nine months of that year.
func ExampleProrate() {
	months := burden.NewParam("months", burden.Months, burden.MonthsInForce("2020-04", "2025-12", burden.Calendar, 2019, 2025))
	due := burden.NewLine("due", burden.KRW)
	m, err := burden.NewModel("m", due.Is(burden.Prorate(agreed, months).Exactly()))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2021, due)
	// Output:
	// 2019 0 KRW
	// 2020 779,175,000,000 KRW
	// 2021 1,183,300,000,000 KRW
}

func ExampleParam_Estimated() {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2%")).Estimated("1%", "2%", "3.5%")
	if e, ok := rate.Estimate(); ok {
		fmt.Println(burden.Show(e.Low, rate.Unit()), burden.Show(e.Central, rate.Unit()), burden.Show(e.High, rate.Unit()))
	}
	// Output: 1 % 2 % 3.5 %
}
