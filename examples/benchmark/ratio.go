package main

import (
	"math"
	"slices"
	"strconv"
)

// ratio is how many times as fast one variant is as another: the median of the rounds,
// and the smallest and largest of them.
type ratio struct{ median, low, high float64 }

func (r ratio) spread() string { return significant(r.low) + " to " + significant(r.high) }

// times compares a variant with a reference round by round, so that what slows both down
// cancels out: by processor time, which what else runs on the machine does not lengthen,
// or where a variant has several cores, by the time that passed. Without runs of both
// there is no ratio.
func times(m, reference measured) (ratio, bool) {
	n := min(len(m.runs), len(reference.runs))
	if n == 0 {
		return ratio{}, false
	}
	list := make([]float64, n)
	for k := range list {
		list[k] = reference.runs[k].ns / m.runs[k].ns
		if severalCores(m.variant) || severalCores(reference.variant) {
			list[k] = reference.runs[k].passed / m.runs[k].passed
		}
	}
	slices.Sort(list)
	return ratio{median(list), list[0], list[n-1]}, true
}

func severalCores(variant string) bool { return variant == twoWorkers || variant == allCores }

// enough is what two cores have to be worth, by the loops, for two workers to be told.
const enough = 1.8

// median of an ordered list.
func median(list []float64) float64 {
	n := len(list)
	return (list[(n-1)/2] + list[n/2]) / 2
}

// middle is the median of something over a variant's runs.
func (m measured) middle(of func(sample) float64) float64 {
	var list []float64
	for _, r := range m.runs {
		list = append(list, of(r))
	}
	slices.Sort(list)
	return median(list)
}

// find returns a variant of a workload.
func find(all []measured, workload, variant string) (measured, bool) {
	k := slices.IndexFunc(all, func(m measured) bool { return m.workload == workload && m.variant == variant })
	if k < 0 {
		return measured{}, false
	}
	return all[k], true
}

// compared is the ratio of a variant of a workload against another of the same.
func compared(all []measured, workload, variant, against string) (ratio, bool) {
	m, ok := find(all, workload, variant)
	reference, there := find(all, workload, against)
	if !ok || !there {
		return ratio{}, false
	}
	return times(m, reference)
}

// significant writes a positive number with three significant digits and no exponent.
func significant(x float64) string {
	if x <= 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return "0"
	}
	places := max(0, 2-int(math.Floor(math.Log10(x))))
	return strconv.FormatFloat(x, 'f', places, 64)
}
