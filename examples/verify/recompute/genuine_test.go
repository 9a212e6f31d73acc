package recompute

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/burden/nato"
	"example.com/burdenshare/burden/un"
	_ "example.com/burdenshare/internal/golden" // its flag -update is given to the tests of all examples
)

// given is a projection whose numbers are explained.
type given struct {
	name string
	p    *burden.Projection
}

func model(t testing.TB, id string, definitions ...burden.Definition) *burden.Model {
	t.Helper()
	m, err := burden.NewModel(id, definitions...)
	require.NoError(t, err)
	return m
}

func projected(t testing.TB, m *burden.Model, from, to int, lines ...burden.Line) given {
	t.Helper()
	p, err := m.Project(from, to, lines...)
	require.NoError(t, err)
	return given{m.ID(), p}
}

func constant(name string, unit burden.Unit, value string) burden.Param {
	return burden.NewParam(name, unit, burden.Constant(value))
}

// published are the agreements that come with the library, over their terms. What no
// source prints is invented.
func published(t testing.TB) []given {
	t.Helper()
	var list []given
	for _, a := range []korea.Agreement{korea.Seventh(), korea.Eighth(), korea.Ninth(), korea.Tenth(), korea.Eleventh()} {
		list = append(list, projected(t, a.Model, a.First, a.Last))
	}
	twelfth := korea.Twelfth()
	list = append(list, projected(t, twelfth.Model, 2026, 2027))
	succession, contribution := korea.Succession()
	list = append(list, projected(t, succession, 2007, 2027, contribution))
	fourth, fifth := korea.Fourth(), korea.Fifth()
	list = append(list,
		projected(t, fourth.Model, 1999, 2000, fourth.Won, fourth.Dollars),
		projected(t, fourth.Model, 1999, 1999, fourth.Total),
		projected(t, fifth.Model, fifth.First, fifth.Last))

	term := japan.Term2022()
	m, err := term.Model.With(
		term.Employed.Is(burden.ByYear(map[int]int{2022: 23178, 2023: 24000, 2024: 22000, 2025: 23178, 2026: 1})),
		term.Pay.Is(burden.Constant("6.1e6")), term.EquipmentNeed.Is(burden.Constant("7e9")), term.FacilitiesNeed.Is(burden.Constant("50e9")))
	require.NoError(t, err)
	budget, _ := japan.Budget2015()
	list = append(list, projected(t, m, term.First, term.Last), projected(t, budget, 2015, 2015))

	shares := func(period string) []nato.Ally {
		var allies []nato.Ally
		for _, s := range nato.RecalledShares(period) {
			key := nato.Key(s.Ally)
			allies = append(allies, nato.Ally{Key: key, Weight: burden.NewParam("weight_"+key, burden.Ratio, s.Share)})
		}
		return allies
	}
	capped, parity := nato.Parity("parity", burden.Ratio, "united_states", shares("2021-2023")...)
	funding := nato.CommonFunding("payment", burden.EUR, burden.NewParam("budget", burden.EUR, nato.Funding("common funding")), "0.01e6", shares("2024-2025")...)
	left := burden.NewLine("left", burden.Ratio)
	list = append(list,
		whole(t, "parity", 2021, append(parity, nato.CostShares("share", capped...))...),
		whole(t, "funding", 2025, funding),
		whole(t, "diluted", 2024, left.Is(nato.Diluted(constant("share", burden.Ratio, "22.1%"), constant("joining", burden.Ratio, "0.9%")))))

	one, other := un.RegularScale("three", burden.USD, members("a", 11)...), un.RegularScale("six", burden.USD, members("b", 11)...)
	mean, definitions := un.MeanScale("mean", one, other)
	var payers []un.Payer
	for i, level := range strings.Fields("A A B C D E F G H I J") {
		key := fmt.Sprintf("m%d", i)
		payers = append(payers, un.Payer{Key: key, Rate: mean.Part(key), Level: level})
	}
	scale := un.PeacekeepingScale("pk", payers...)
	definitions = append(definitions, scale.Definitions...)
	mission := constant("mission", burden.USD, "641657000")
	for _, key := range []string{"m0", "m3"} { // of level A, and of another
		definitions = append(definitions, burden.NewLine("assessed_"+key, burden.USD).Is(scale.Amount(key, mission)))
	}
	return append(list, whole(t, "un", 2024, definitions...), whole(t, "regular", 2024, un.RegularScale("scale", burden.USD, members("c", 14)...).Definitions...))
}

// whole projects all lines of a model in a year.
func whole(t testing.TB, id string, year int, definitions ...burden.Definition) given {
	t.Helper()
	m := model(t, id, definitions...)
	return projected(t, m, year, year, m.Lines()...)
}

// members are invented: some rich, some poor, some tiny, some in debt.
func members(period string, n int) []un.Member {
	list := make([]un.Member, n)
	for i := range list {
		people, perHead := 1_000_000*(i+1), 70_000/(1+i%9)
		if i > 6 && i%5 == 1 {
			people = 9_000
		}
		key := fmt.Sprintf("m%d", i)
		list[i] = un.Member{
			Key: key, LeastDeveloped: i > 6 && i%5 == 0,
			Income:     constant("gni_"+period+key, burden.USD, fmt.Sprint(int64(people)*int64(perHead))),
			Population: constant("people_"+period+key, burden.Persons, fmt.Sprint(people)),
		}
		if i%3 == 2 {
			list[i].DebtRelief = constant("debt_"+period+key, burden.USD, fmt.Sprint(people))
		}
	}
	return list
}

// everything is a model with every operator, each rounding mode, and splits of every kind.
func everything(t testing.TB) given {
	t.Helper()
	x := burden.NewParam("x", burden.KRW, burden.ByYear(map[int]string{2018: "-7", 2019: "100", 2020: "250.5", 2021: "333", 2022: "400"}))
	heads := constant("heads", burden.Persons, "7")
	rate := constant("rate", burden.KRW.Per(burden.USD), "1165.5")
	line := func(name string, unit burden.Unit) burden.Line { return burden.NewLine(name, unit) }
	won := func(v string) burden.Formula { return burden.Amount(v, burden.KRW) }
	three := []burden.Operand{won("100"), x, won("0.5")}
	var definitions []burden.Definition
	is := func(name string, f burden.Formula, unit burden.Unit) burden.Line {
		l := line(name, unit)
		definitions = append(definitions, l.Starts(2020, f))
		return l
	}
	sum := is("sum", burden.Sum(three...).Minus(x.Lag(1).Plus(won("-3"))), burden.KRW)
	is("lags", x.SumLags(2, 0).Plus(x.SumBetween(2019, 2021), x.At(2018), x.Lag(0)), burden.KRW)
	is("lag_of_sum", x.SumLags(1, 0).Lag(1).Times(burden.Amount("-1.5", burden.Ratio)), burden.KRW)
	is("product", x.Times(heads, heads).Over(rate).RoundedTo("0.01", burden.HalfEven), burden.KRW.Times(burden.Persons).Times(burden.Persons).Per(burden.KRW.Per(burden.USD)))
	is("limits", x.AtMost(won("300"), sum).AtLeast(won("1"), won("1")), burden.KRW)
	is("choice", burden.When(x.Below(won("300")), x.Plus(won("1")), sum.Over(heads).RoundedTo("1", burden.Up).Times(heads)), burden.KRW)
	is("carried", burden.When(x.Lag(1).Below(x), sum.Lag(0), burden.When(x.Below(x), x, won("2"))).GrownBy(burden.Amount("0.1", burden.Ratio)), burden.KRW)
	is("exact", x.Over(burden.Amount(8, burden.Ratio)).Exactly(), burden.KRW)
	is("root", x.Over(won("100")).ToThe(1, 3).RoundedTo("0.0001", burden.HalfUp), burden.Ratio)
	is("inverse", won("4").Over(won("9")).ToThe(-3, 2).Rounded(burden.RoundTo("0.001", burden.Exact)), burden.Ratio)
	is("square", won("4").Over(won("9")).ToThe(2, 1).RoundedTo("0.01", burden.Down), burden.Ratio)
	is("whole_root", won("9").Over(won("4")).ToThe(1, 2).Exactly(), burden.Ratio)
	for _, mode := range []burden.Mode{burden.HalfUp, burden.HalfEven, burden.HalfDown, burden.Up, burden.Down, burden.Ceiling, burden.Floor} {
		for i, v := range []string{"2.5", "-2.5", "3.5", "2.51", "-2.49", "7"} {
			is(fmt.Sprintf("%s%d", mode, i), won(v).RoundedTo("1", mode), burden.KRW)
		}
	}
	quarter := burden.Amount("0.25", burden.Ratio)
	is("fiscal", x.Lag(1).Times(quarter).Plus(x.Times(burden.Amount("0.75", burden.Ratio))).On(burden.FiscalOctober), burden.KRW)
	old := constant("old", "KRW@2019", "7")
	is("real", old.Plus(burden.Amount("1.5", "KRW@2019")), "KRW@2019")
	ratio := burden.NewParam("ratio", burden.Ratio, burden.Constant("0.1"))
	is("sum_of_sums", x.Plus(sum).Plus(sum), burden.KRW)
	is("product_of_products", x.Times(ratio).Times(ratio), burden.KRW)
	is("first_of_sum", burden.Sum(x.Plus(sum), sum, x.Minus(sum).Minus(sum)), burden.KRW)
	is("grown_twice", x.GrownBy(ratio).GrownBy(ratio), burden.KRW)
	definitions = append(definitions, burden.NewIndexRule("compound", burden.Index{Driver: ratio, AddOns: []burden.Operand{ratio, burden.Amount("1%", burden.Ratio)}, Compound: true, From: 2020}))
	is("taxed", burden.MarginalBrackets(x, burden.Bracket{Above: won("100"), Rate: ratio}, burden.Bracket{Above: won("200"), Rate: ratio}), burden.KRW)
	is("taxed_or_not", burden.When(x.Below(won("1")), burden.MarginalBrackets(x, burden.Bracket{Above: won("100"), Rate: ratio}), x), burden.KRW)
	for i, u := range []burden.Unit{"min", "ton", "func", "rond", "larger", "vessel", burden.KRW.Per("min")} { // words of formulas, of Go, and near to one
		five := burden.Amount(5, u)
		is(fmt.Sprintf("word%d", i), burden.When(five.Below(burden.Amount(4, u)), five, burden.Amount(-5, u).Plus(five)), u)
	}
	pieces := line("pieces", burden.KRW).Starts(2020, x).From(2021, x.Plus(won("1"))).Until(2021)
	definitions = append(definitions, pieces)
	growth := burden.NewIndexRule("growth", burden.Index{
		Driver: constant("cpi", burden.Ratio, "0.051"), Precision: burden.RoundTo("0.1%", burden.HalfUp),
		AddOns: []burden.Operand{constant("step", burden.Ratio, "0.01")}, Compound: true,
		Ceiling: constant("ceiling", burden.Ratio, "0.05"), Floor: constant("floor", burden.Ratio, "0"), Carry: burden.CarryBoth, From: 2020,
	})
	definitions = append(definitions, growth)

	member := func(key, weight string, bounds ...burden.Operand) burden.Member {
		m := burden.Member{Key: key, Weight: burden.Amount(weight, burden.Persons)}
		if len(bounds) > 0 {
			m.Floor = bounds[0]
		}
		if len(bounds) > 1 {
			m.Ceiling = bounds[1]
		}
		return m
	}
	split := func(name string, s burden.Split) {
		definitions = append(definitions, burden.NewSplit(name, burden.KRW, s))
	}
	split("even", burden.Split{Total: won("100"), Quantum: "1", Members: []burden.Member{member("a", "1"), member("b", "1"), member("c", "1")}})
	split("bounded", burden.Split{Total: x, Quantum: "0.5", KeepRest: true, Members: []burden.Member{
		member("a", "5", won("0"), won("60.3")), member("b", "1", won("50.2")), member("c", "3"), member("d", "0"), member("e", "2", nil, won("1000")),
	}})
	split("first", burden.Split{Total: won("100.7"), Quantum: "1", Remainder: burden.FirstGetsIt, KeepRest: true,
		Members: []burden.Member{member("z", "1"), member("b", "1"), member("c", "4", won("10"), won("60"))}})
	split("raised", burden.Split{Total: won("3"), Quantum: "1", Members: []burden.Member{
		member("a", "1", won("0.1")), member("b", "1", won("0.1")), member("c", "5", won("0.1"))}})
	split("negative", burden.Split{Total: won("-10"), Quantum: "1", Members: []burden.Member{member("a", "1"), member("b", "2")}})
	g := projected(t, model(t, "everything", definitions...), 2020, 2022)
	g.p = g.p.Under("what if\n\x1b[8m", "set x to 400 in 2022")
	return g
}

// explanations are those wanted of projections, as JSON, with what each is of.
func explanations(t testing.TB, list []given, wanted func(name string) bool, visit func(name string, x burden.Explanation, data []byte)) {
	t.Helper()
	for _, g := range list {
		from, to := g.p.Years()
		for _, l := range g.p.Model().Lines() {
			for year := from; year <= to; year++ {
				name := fmt.Sprintf("%s: %s %d", g.name, l.Name(), year)
				if !wanted(name) {
					continue
				}
				x, err := g.p.Explain(l, year)
				if errors.Is(err, burden.ErrNotApplicable) {
					continue
				}
				require.NoError(t, err)
				data, err := json.Marshal(x)
				require.NoError(t, err)
				visit(name, x, data)
			}
		}
	}
}

// Every explanation that the library gives is recomputed, and to the number that the
// library gives, whether it is spaced out and escaped or not.
func TestGenuine(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	explanations(t, append(published(t), everything(t)), func(string) bool { return true }, func(name string, x burden.Explanation, data []byte) {
		last := x.Steps[len(x.Steps)-1]
		r, err := Check(bytes.NewReader(data))
		require.NoError(t, err, name)
		require.Equal(t, burden.Text(last.Value), r.Value, name)
		require.Equal(t, last.Line.Name(), r.Line, name)
		require.Equal(t, string(last.Line.Unit()), r.Unit, name)
		require.Len(t, x.Steps, r.steps, name)
		count[strings.Split(name, ":")[0]]++
		if count[strings.Split(name, ":")[0]] > 1 {
			return
		}
		var plain, wide bytes.Buffer
		e := json.NewEncoder(&plain)
		e.SetEscapeHTML(false)
		require.NoError(t, e.Encode(x))
		require.NoError(t, json.Indent(&wide, plain.Bytes(), "", "\t"))
		_, err = Check(&wide)
		require.NoError(t, err, name)
	})
	var names []string
	total := 0
	for name, n := range count {
		names = append(names, fmt.Sprintf("%s %d", name, n))
		total += n
	}
	slices.Sort(names)
	t.Logf("%d explanations: %s", total, strings.Join(names, ", "))
}

// An explanation that takes results as given is recomputed too, and the report lists them. By hand: 7904 hundred million won, grown by 2.8 %, is 8125.
func TestGenuineWithinAnExtent(t *testing.T) {
	a := korea.Eighth()
	p := projected(t, a.Model, a.First, a.Last).p
	x, err := p.ExplainWithin(a.Contribution, 2011, burden.Extent{Depth: 1})
	require.NoError(t, err)
	data, err := json.Marshal(x)
	require.NoError(t, err)
	r, err := Check(bytes.NewReader(data))
	require.NoError(t, err)
	require.Equal(t, "812500000000", r.Value)
	require.True(t, strings.HasSuffix(r.String(), "\n  contribution 2010 = 790400000000 KRW, a result that is not explained here\n  growth 2011 = 0.028, a result that is not explained here"), r.String())

	reads := func(change, reason string) {
		t.Helper()
		old, fresh, _ := strings.Cut(change, "|")
		require.Contains(t, string(data), old)
		_, err := Check(bytes.NewReader(resummed(t, tree(t, []byte(strings.Replace(string(data), old, fresh, 1))))))
		require.ErrorContains(t, err, reason, change)
	}
	reads(`"year":2011,"value":"0.028"|"year":2011,"value":"0.029"`, "value is 0.028, recomputed 0.029")
	reads(`"id":"growth@2011"|"id":"growth@2012"`, "not its own")
	reads(`"given":[|"given":[null,`, "null")
	reads(`{"id":"growth@2011","line":"growth","year":2011,"value":"0.028"}|{"id":"growth@2011","line":"growth","year":2011,"value":"0.028"},{"id":"growth@2011","line":"growth","year":2011,"value":"0.028"}`, "another's")
	reads(`{"id":"growth@2011"|{"id":"spare@2011","line":"spare","year":2011,"value":"1"},{"id":"growth@2011"`, "nothing uses it")
	reads(`{"id":"growth@2011"|{"id":"contribution@2011","line":"contribution","year":2011,"unit":"KRW","value":"1"},{"id":"growth@2011"`, "another's")
	reads(`"year":2010,"unit":"KRW"|"year":2010,"unit":"USD"`, "elsewhere a line in")
	reads(`"year":2010,"unit":"KRW","value":"790400000000"|"year":2010,"unit":"KRW","value":"7904e8"`, "no number of this format")
}

// Of each explanation of one step, the results given in the JSON are those that the
// explanation lists, and the checker accepts them.
func TestGivenInJSONIsGivenInTheExplanation(t *testing.T) {
	t.Parallel()
	given := 0
	for _, g := range append(published(t), everything(t)) {
		from, to := g.p.Years()
		for _, l := range g.p.Model().Lines() {
			for year := from; year <= to; year++ {
				x, err := g.p.ExplainWithin(l, year, burden.Extent{Depth: 1})
				if errors.Is(err, burden.ErrNotApplicable) {
					continue
				}
				require.NoError(t, err)
				var want []string
				for _, u := range x.Given() {
					want = append(want, fmt.Sprintf("%s@%d = %s", u.Line.Name(), u.Year, burden.Text(u.Value)))
				}
				data, err := json.Marshal(x)
				require.NoError(t, err)
				var doc struct {
					Explanation struct{ Given []struct{ ID, Value string } }
				}
				require.NoError(t, json.Unmarshal(data, &doc))
				var got []string
				for _, r := range doc.Explanation.Given {
					got = append(got, r.ID+" = "+r.Value)
				}
				require.ElementsMatch(t, want, got, "%s: %s %d", g.name, l.Name(), year)
				_, err = Check(bytes.NewReader(data))
				require.NoError(t, err, "%s: %s %d", g.name, l.Name(), year)
				given += len(got)
			}
		}
	}
	require.Greater(t, given, 1000)
}
