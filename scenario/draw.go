package scenario

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"math/bits"
	"strconv"
)

// Draw returns the uniform draw of a seed, a parameter, a year and a run: an exact
// fraction between 0 and 1, and a function of these four and nothing else. Another
// run, year, parameter or worker changes none.
//
//	k = the first 8 bytes of SHA-256 over "seed\nparameter\nyear\nrun", big-endian
//	draw = (2k + 1) / 2^65
//
// It is the middle of one of 2^64 equal parts, so 0 and 1 do not occur, and one less
// a draw is a draw too. The parameter is named as its model names it, such as
// sma12.cpi in a joined model. What belongs to a run and no year has year 0.
//
// Golden draws, which no version changes, and a way to check them without this
// package:
//
//	Draw(7, "cpi", 2027, 0)        k = e5d54ab1e45dfd69  0.897786
//	Draw(7, "cpi", 2027, 1)        k = 725ef32e71b4b5da  0.446761
//	Draw(7, "cpi", 2028, 0)        k = e5022506d9f6315a  0.894564
//	Draw(-1, "sma12.cpi", 0, 999)  k = 1f653c0a214e8423  0.122638
//
//	printf '7\ncpi\n2027\n0' | sha256sum
func Draw(seed int64, param string, year, run int) *big.Rat {
	k := new(big.Int).SetUint64(hashed(seed, param, year, run))
	return new(big.Rat).SetFrac(k.SetBit(k.Lsh(k, 1), 0, 1), drawUnit)
}

var drawUnit = new(big.Int).Lsh(big.NewInt(1), 65)

// hashed is the first 8 bytes of the hash over the seed, the name and the numbers,
// each on a line. Names have no line breaks, so different lists are different texts.
func hashed(seed int64, name string, numbers ...int) uint64 {
	text := strconv.AppendInt(make([]byte, 0, 64), seed, 10)
	text = append(append(text, '\n'), name...)
	for _, n := range numbers {
		text = strconv.AppendInt(append(text, '\n'), int64(n), 10)
	}
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:])
}

// Sampling says how the uniform draws of a simulation's runs lie to each other. The
// zero value draws each run by itself.
type Sampling uint8

const (
	// Independent takes every draw from [Draw] as it is. Any part of the runs is a
	// sample, and more runs change no draw.
	Independent Sampling = iota
	// LatinHypercube cuts the unit interval into as many equal strata as there are runs,
	// and each run draws from one of them: every stratum once, in an order of each
	// parameter's and year's own. It is tied to the number of runs: with another number
	// every draw is another, and a part of the runs is no such design.
	//
	//	draw = (stratum of the run + Draw) / runs
	LatinHypercube
	// Halton spreads the runs over all parameters and years together: a low-discrepancy
	// sequence. More runs change no draw, but it is tied to the list of its inputs:
	// parameters, and within them years, have the primes in order as their bases, so
	// one more changes those after it. It needs as many runs as the product of the two
	// largest bases, since with fewer these two visibly depend on each other.
	//
	//	draw = run + 1 in the base, its digits mirrored at the point, + Draw(…, run -1), less 1 from 1 on
	//
	// Source: J. H. Halton, Numerische Mathematik 2 (1960); the shift: R. Cranley and
	// T. N. L. Patterson, SIAM Journal on Numerical Analysis 13 (1976).
	Halton
)

var samplingNames = [...]string{"independent", "Latin hypercube", "Halton"}

// String returns the sampling's name.
func (s Sampling) String() string {
	if int(s) < len(samplingNames) {
		return samplingNames[s]
	}
	return "unknown sampling"
}

// shiftRun is the run whose draw shifts a Halton sequence.
const shiftRun = -1

// stratified returns the draw of a Latin hypercube.
func stratified(seed int64, param string, year, run, runs int) *big.Rat {
	u := Draw(seed, param, year, run)
	u.Add(u, new(big.Rat).SetInt64(int64(permuted(seed, param, year, run, runs))))
	return u.Quo(u, new(big.Rat).SetInt64(int64(runs)))
}

// permuted returns the run's place in a permutation of all runs: a Feistel network of
// four rounds over the next power of four, walked until it is within the runs. So the
// place is known by index, and the permutation is never held as a whole.
func permuted(seed int64, param string, year, run, runs int) int {
	half := max(1, (bits.Len(uint(runs-1))+1)/2)
	mask := 1<<half - 1
	for x := run; ; {
		left, right := x>>half, x&mask
		for round := range 4 {
			f := hashed(seed, param, year, runs, round, right)
			left, right = right, left^int(f>>(64-half))
		}
		if x = left<<half | right; x < runs {
			return x
		}
	}
}

// halton returns the draw of a Halton sequence in a prime base.
func halton(seed int64, param string, year, run, base int) *big.Rat {
	mirrored, power := big.NewInt(0), big.NewInt(1)
	b := big.NewInt(int64(base))
	for i := run + 1; i > 0; i /= base {
		mirrored.Mul(mirrored, b).Add(mirrored, big.NewInt(int64(i%base)))
		power.Mul(power, b)
	}
	u := new(big.Rat).SetFrac(mirrored, power)
	u.Add(u, Draw(seed, param, year, shiftRun))
	if u.Cmp(oneRat) >= 0 {
		u.Sub(u, oneRat)
	}
	return u
}

var oneRat = big.NewRat(1, 1)

// primes returns the first n primes.
func primes(n int) []int {
	list := make([]int, 0, n)
next:
	for p := 2; len(list) < n; p++ {
		for _, q := range list {
			if q*q > p {
				break
			}
			if p%q == 0 {
				continue next
			}
		}
		list = append(list, p)
	}
	return list
}
