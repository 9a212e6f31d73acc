package scenario

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// Coupling makes parameters of a simulation depend on each other: in every run and
// year their draws go through a copula, and each parameter's own distribution stays.
// Coupled parameters take their draws in the same years. Block bootstraps of histories
// over the same years, coupled by a rank correlation of one, take the same blocks.
//
// A draw that a copula replaces is stratified no more: of a Latin hypercube or a
// Halton sequence only what the copula leaves as it is.
type Coupling struct {
	Params []burden.Param
	Copula Copula
}

// Copula makes independent draws dependent. Those of this package are exact; module
// scenario/quantile has the Gaussian one.
type Copula interface {
	// Couple returns as many draws as own has, between 0 and 1 and each uniform by
	// itself, out of its own independent ones and a spare one. It changes none of them,
	// and gives the same for the same.
	Couple(own []*big.Rat, spare *big.Rat) ([]*big.Rat, error)
}

// RankCorrelated returns the copula of a rank correlation (Spearman's), the same between
// any two: a share of the runs, as large as the correlation, is drawn together, and in
// the others each parameter is drawn by itself. One is always together. A negative one
// couples two: in its share of the runs one is as high as the other is low.
//
//	spare < |rho|: draw[i] = draw[0], or 1 - draw[0] for negative rho
//
// Source: the family of M. Fréchet, Annales de l'Université de Lyon A 14 (1951).
func RankCorrelated[N burden.Number](rho N) Copula {
	v, fault := readNumber(rho)
	if fault == nil && v.Abs().Rat().Cmp(oneRat) > 0 {
		fault = &burden.Error{Input: "rank correlation", Value: burden.Text(v), Err: burden.ErrOutOfRange}
	}
	return rankCorrelated{v.Rat(), fault}
}

type rankCorrelated struct {
	rho   *big.Rat
	fault *burden.Error
}

func (c rankCorrelated) Couple(own []*big.Rat, spare *big.Rat) ([]*big.Rat, error) {
	if c.fault != nil {
		f := *c.fault
		return nil, &f
	}
	negative := c.rho.Sign() < 0
	if negative && len(own) > 2 {
		return nil, &burden.Error{Input: "rank correlation", Value: c.rho.RatString() + " of " + strconv.Itoa(len(own)), Err: burden.ErrOutOfRange}
	}
	coupled := slices.Clone(own)
	if len(own) < 2 || spare == nil {
		return coupled, nil
	}
	if spare.Cmp(new(big.Rat).Abs(c.rho)) >= 0 {
		return coupled, nil
	}
	for i := range coupled[1:] {
		coupled[i+1] = own[0]
		if negative {
			coupled[i+1] = new(big.Rat).Sub(oneRat, own[0])
		}
	}
	return coupled, nil
}

func (c rankCorrelated) String() string { return "rank correlation " + c.rho.RatString() }

// name tells a coupling's spare draws from those of parameters and other couplings.
func (c Coupling) name() string {
	names := make([]string, len(c.Params))
	for i, p := range c.Params {
		names[i] = p.Name()
	}
	return strings.Join(names, "&")
}

// couple replaces the draws of the coupled inputs, all with the same keys.
func (c Coupling) couple(seed int64, run int, keys []int, draws [][]*big.Rat) error {
	for k, key := range keys {
		own := make([]*big.Rat, len(draws))
		for i := range draws {
			own[i] = draws[i][k]
		}
		coupled, err := c.through(own, Draw(seed, c.name(), key, run))
		if err != nil {
			return err
		}
		for i := range draws {
			draws[i][k] = coupled[i]
		}
	}
	return nil
}

// through asks the copula and checks what it answers.
func (c Coupling) through(own []*big.Rat, spare *big.Rat) ([]*big.Rat, error) {
	coupled, err := c.Copula.Couple(own, spare)
	if err != nil {
		return nil, &burden.Error{Input: "coupling", Value: c.name(), Err: err}
	}
	wrong := func(u *big.Rat) bool { return u == nil || u.Sign() <= 0 || u.Cmp(oneRat) >= 0 }
	if len(coupled) != len(own) || slices.ContainsFunc(coupled, wrong) {
		return nil, &burden.Error{Input: "coupling", Value: c.name(), Err: burden.ErrOutOfRange}
	}
	return coupled, nil
}
