package main

import (
	"bytes"
	"encoding/csv"
	"io"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func runs(ns ...float64) []sample {
	var list []sample
	for _, x := range ns {
		list = append(list, sample{ns: x, passed: x, two: 2})
	}
	return list
}

// Ratios by hand, round by round: 100/2, 300/3, 100/4.
func TestRatiosAreOfTheSameRound(t *testing.T) {
	r, ok := times(measured{runs: runs(2, 3, 4)}, measured{runs: runs(100, 300, 100)})
	assert.True(t, ok)
	assert.Equal(t, ratio{median: 50, low: 25, high: 100}, r)
	assert.Equal(t, "25.0 to 100", r.spread())
	r, _ = times(measured{runs: runs(2, 4)}, measured{runs: runs(100, 100)})
	assert.Equal(t, ratio{median: 37.5, low: 25, high: 50}, r, "between the two in the middle")
	_, ok = times(measured{}, measured{runs: runs(1)})
	assert.False(t, ok)
}

// Of several cores the time that passed counts, else the processor's; and a machine whose
// cores others use says nothing about two.
func TestProcessorTimeAndTime(t *testing.T) {
	one := measured{workload: "w", variant: streamed, runs: []sample{{ns: 100, passed: 200}}}
	two := measured{workload: "w", variant: twoWorkers, runs: []sample{{ns: 110, passed: 80, two: 1.5}}}
	r, _ := times(one, measured{variant: naive, runs: []sample{{ns: 1000, passed: 9000}}})
	assert.Equal(t, 10.0, r.median)
	r, _ = times(two, one)
	assert.Equal(t, 2.5, r.median)
	g := goal{"w", twoWorkers, streamed, 1.8}
	if runtime.NumCPU() > 1 {
		assert.Contains(t, g.unaskable([]measured{one, two}), "two loops ran 1.50 times as fast as one")
		two.runs[0].two = 1.95
		assert.Empty(t, g.unaskable([]measured{one, two}))
	}
}

func TestSignificant(t *testing.T) {
	for x, want := range map[float64]string{2113.4: "2113", 77.25: "77.2", 0.58: "0.580", 0.0015: "0.00150", 1: "1.00", 0: "0"} {
		assert.Equal(t, want, significant(x))
	}
}

func TestCSVHasARowForEachVariant(t *testing.T) {
	all := []measured{
		{workload: "w", variant: naive, runs: runs(1000, 1000)},
		{workload: "w", variant: byHand, runs: runs(10, 10)},
		{workload: "w", variant: streamed, runs: runs(20, 20)},
		{workload: "alone", variant: streamed, runs: runs(20)},
	}
	var out bytes.Buffer
	require.NoError(t, writeCSV(&out, all))
	assert.Equal(t, "workload,variant,times_naive_shopspring,times_float64\n"+
		"w,shopspring,1.00,0.0100\nw,float64,100,1.00\nw,stream,50.0,0.500\nalone,stream,,\n", out.String())
}

// Everything end to end, on few scenarios: every workload has its variants, and every
// ratio is a positive number.
func TestMeasure(t *testing.T) {
	var list []workload
	for _, w := range small {
		if !w.grid || !testing.Short() {
			list = append(list, w)
		}
	}
	all, err := measure(list, settings{seed: 3, rounds: 3, slot: time.Millisecond, checks: 30, notes: io.Discard})
	require.NoError(t, err)
	for _, w := range list {
		for _, v := range []string{naive, byHand, streamed, plainOne, tunedAPD, fractions} {
			m, ok := find(all, w.name, v)
			require.True(t, ok, "%s %s", w.name, v)
			assert.Len(t, m.runs, 3)
		}
	}
	_, ok := find(all, "w", decimalInOut)
	assert.True(t, ok)
	var out bytes.Buffer
	require.NoError(t, writeCSV(&out, all))
	read, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	assert.Len(t, read, 1+len(all))
	for _, row := range read[1:] {
		require.Len(t, row, 4)
		for _, cell := range row[2:] {
			x, err := strconv.ParseFloat(cell, 64)
			assert.NoError(t, err)
			assert.Positive(t, x, row)
		}
	}
	out.Reset()
	require.NoError(t, writeTable(&out, all))
	assert.Contains(t, out.String(), "60.0 ", "the goals stand beside")
}

func TestGateNamesWhatIsMissed(t *testing.T) {
	var all []measured
	for _, g := range goals {
		for variant, ns := range map[string]float64{naive: 1e6, byHand: 1e4, expert: 1e4, streamed: 100, totalsOnly: 100, twoWorkers: 50, decimalInOut: 100, plainOne: 1000} {
			if _, ok := find(all, g.workload, variant); !ok {
				all = append(all, measured{workload: g.workload, variant: variant, runs: runs(ns, ns, ns)})
			}
		}
	}
	_, why := missed(all)
	assert.Empty(t, why)
	for k := range all {
		if all[k].workload == "w-30y" && all[k].variant == streamed {
			all[k].runs = runs(50_000, 50_000, 50_000) // 20 times shopspring, and 0.2 times float64
		}
	}
	_, why = missed(all)
	assert.Len(t, why, 1, "20 is less than 21, 0.2 more than 0.175")
	assert.True(t, strings.HasPrefix(why[0], "w-30y, stream: 20.0 times shopspring"), why)
	_, why = missed(nil)
	assert.NotEmpty(t, why, "what was not measured is not reached")
}

func TestFlags(t *testing.T) {
	assert.Error(t, run([]string{"-bogus"}, io.Discard, io.Discard))
}
