package main

import (
	"math/bits"
	"strconv"
)

// workload is the reference workload W or one of its variations. Of each year t:
//
//	per_head_cost[t] = per_head_cost[t-1] × (1 + cpi[t])          W-R: rounded to 0.01
//	total_cost[t] = troops[t] × per_head_cost[t]
//	labour[t] = employees × wage[t] × labour_share
//	growth[t] = min(max(cpi[t-2], 0), cap)
//	contribution[t] = round(contribution[t-1] × (1 + growth[t]), 0.1e9)
//	contribution_usd[t] = round(contribution[t] / fx, 0.01)
//	gap[t] = total_cost[t] - contribution[t]
//	share[t] = round(contribution[t] / total_cost[t], 1e-6)
//	net_usd[t] = round((gap[t] - labour[t]) / fx, 0.01)           W+ only
//
// Roundings are half away from zero. Amounts are in won, those named usd in dollars.
// Year 0 has the base of per_head_cost and of contribution.
type workload struct {
	name    string
	years   int
	copies  int  // of the whole, with parameters of their own, in one model
	rounded bool // W-R
	plus    bool // W+
	grid    bool // scenarios are the combinations of axes, not dense
	size    bool // measured for the number of scenarios alone
	most    int  // scenarios the engine is given at a time
	seed    uint64
}

// firstYear is year 1; the bases are those of the year before.
const firstYear = 2021

// The parameters of a copy stand in a row: troops by year, wage by year, cpi by year
// from two years before year 1 on, and then one number of each of these.
const (
	employees = iota
	labourShare
	ceiling // of growth: cap
	fx
	perHeadBase
	contributionBase
	scalars
)

// width is how many parameters a copy has.
func (w workload) width() int { return 3*w.years + 2 + scalars }

// The results of a copy stand line by line, each by year, then the totals over the
// years, then net_usd by year where there is one.
const (
	perHeadCost = iota
	totalCost
	labour
	growth
	contribution
	contributionUSD
	gap
	share
	lines
)

var lineNames = [lines]string{"per_head_cost", "total_cost", "labour", "growth", "contribution", "contribution_usd", "gap", "share"}

// totalled are the lines that are added up over the years.
var totalled = [5]int{totalCost, labour, contribution, contributionUSD, gap}

// results is how many numbers a copy gives.
func (w workload) results() int {
	n := lines*w.years + len(totalled)
	if w.plus {
		n += w.years
	}
	return n
}

// totals are the places of the totals among the results of all copies.
func (w workload) totals() []int {
	var places []int
	for c := range w.copies {
		for i := range totalled {
			places = append(places, c*w.results()+lines*w.years+i)
		}
	}
	return places
}

// parameter is a column of a row: what it is called, in which year it is (0 for all),
// and the power of ten that its counts are of. A count of 39 with exponent -3 is 0.039.
type parameter struct {
	name      string
	year      int
	exponent  int32
	base      int64 // count, of the scenario as it is
	low, high int64 // counts between which a dense workload varies it, both included
}

// parameters are the columns of a copy's row. The bases of employees, per-head cost,
// contribution and wage are the reference's; around them is what is plausible: prices
// from -0.5 % to 6 % a year, ceilings from 2 % to 5 %, 1,050 to 1,450 won a dollar,
// troops and bases some 10 % either way.
func (w workload) parameters() []parameter {
	list := make([]parameter, 0, w.width())
	for t := range w.years {
		list = append(list, parameter{"troops", firstYear + t, 0, 28_500, 25_000, 32_000})
	}
	for t := range w.years {
		wage := 53_200_000 + 1_430_000*int64(t)
		list = append(list, parameter{"wage", firstYear + t, 0, wage, wage - 1_000_000, wage + 1_000_000})
	}
	for t := range w.years + 2 {
		list = append(list, parameter{"cpi", firstYear - 2 + t, -3, 25, -5, 60})
	}
	return append(list,
		parameter{"employees", 0, 0, 8600, 8000, 9200},
		parameter{"labour_share", 0, -3, 790, 710, 870},
		parameter{"ceiling", 0, -3, 40, 20, 50},
		parameter{"fx", 0, -2, 116_550, 105_000, 145_000},
		parameter{"per_head_base", 0, 0, 45_300_000, 40_770_000, 49_830_000},
		parameter{"contribution_base", 0, 8, 14_028, 13_000, 15_000},
	)
}

// name of a parameter or line of a copy.
func (w workload) nameOf(name string, copy int) string {
	if w.copies == 1 {
		return name
	}
	return name + "_" + strconv.Itoa(copy+1)
}

// axis is one of a grid's, of ten values, in all years.
type axis struct {
	name        string
	exponent    int32
	first, step int64 // counts
}

const axisLength = 10

// axes are the five that a grid is made of, the last varying fastest. No line of W
// depends on all of them; net_usd does.
var axes = [5]axis{
	{"troops", 0, 24_000, 900},
	{"cpi", -3, 5, 5},
	{"ceiling", -3, 20, 4},
	{"labour_share", -3, 700, 20},
	{"fx", -2, 105_000, 4_321},
}

// value is the k-th of an axis, as a count.
func (a axis) value(k int) int64 { return a.first + a.step*int64(k) }

// digits are the places on the axes of a grid's i-th scenario.
func digits(i int) (d [len(axes)]int) {
	for a := len(axes) - 1; a >= 0; a-- {
		d[a] = i % axisLength
		i /= axisLength
	}
	return d
}

// gridSize is how many scenarios a grid has.
func gridSize() int {
	n := 1
	for range axes {
		n *= axisLength
	}
	return n
}

// row writes the counts of the parameters of all copies in scenario i.
func (w workload) row(row []int64, i int) {
	list := w.parameters()
	for c := range w.copies {
		for j, p := range list {
			row[c*w.width()+j] = w.count(p, c*w.width()+j, i)
		}
	}
}

// count is what a parameter, in a column, is in scenario i: in dense workloads every
// parameter is another in every scenario.
func (w workload) count(p parameter, column, i int) int64 {
	if w.grid {
		for a, k := range digits(i) {
			if axes[a].name == p.name {
				return axes[a].value(k)
			}
		}
		return p.base
	}
	return draw(w.seed, column, i, p.low, p.high)
}

// draw is a number from low to high, a function of seed, column and scenario alone: the
// finalizer of SplitMix64 (G. Steele et al., OOPSLA 2014), scaled to the range.
func draw(seed uint64, column, i int, low, high int64) int64 {
	x := seed*0x9e3779b97f4a7c15 + uint64(column)<<40 + uint64(i)
	for range 2 {
		x += 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	k, _ := bits.Mul64(x, uint64(high-low+1))
	return low + int64(k)
}

// columns are the counts of n scenarios, parameter by parameter.
func (w workload) columns(n int) [][]int64 {
	list := w.parameters()
	columns := make([][]int64, w.copies*w.width())
	for c := range columns {
		columns[c] = make([]int64, n)
		for i := range n {
			columns[c][i] = w.count(list[c%w.width()], c, i)
		}
	}
	return columns
}

// rows are the parameters of scenarios in some type of number, one after the other.
func rows[T any](w workload, scenarios []int, number func(count int64, exponent int32) T) []T {
	list := w.parameters()
	all := make([]T, 0, len(scenarios)*w.copies*len(list))
	for _, i := range scenarios {
		for column := range w.copies * len(list) {
			p := list[column%len(list)]
			all = append(all, number(w.count(p, column, i), p.exponent))
		}
	}
	return all
}

// sample are n scenarios: the first ones or, of a grid, some all over it.
func (w workload) sample(n int) []int {
	list := make([]int, n)
	for k := range list {
		list[k] = k
		if w.grid {
			list[k] = (k*7919 + 13) % gridSize() // 7919 is prime to the size: no scenario twice
		}
	}
	return list
}
