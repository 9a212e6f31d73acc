package quantile

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// Gaussian returns the copula of normal variables with these correlations: a row for
// each parameter but the first, with its correlation to those before it. Two parameters
// have one row of one number, three have a second row of two. The correlations fit
// together: their matrix is positive definite.
//
//	x = L z with z[i] = Φ⁻¹(own[i]) and L L' the correlations
//	draw[i] = the middle of the part of 2^-32 that Φ(x[i]) lies in
//
// The first parameter keeps its own draw. The rank correlation (Spearman's) is a
// little less than that of the normal variables: 6/π × arcsin(rho/2).
func Gaussian[N burden.Number](rows ...[]N) scenario.Copula {
	g := gaussian{n: len(rows) + 1}
	if len(rows) == 0 {
		g.fault = &burden.Error{Input: "correlations", Err: burden.ErrIncomplete}
		return g
	}
	correlations := mat.NewSymDense(g.n, nil)
	correlations.SetSym(0, 0, 1)
	for i, row := range rows {
		if len(row) != i+1 {
			g.fault = &burden.Error{Input: "correlations", Value: fmt.Sprintf("%d in row %d", len(row), i+1), Err: burden.ErrIncomplete}
			return g
		}
		var texts []string
		for j, r := range row {
			v, fault := read(r)
			if fault != nil {
				g.fault = fault
				return g
			}
			f, _ := v.Rat().Float64()
			correlations.SetSym(i+1, j, f)
			texts = append(texts, burden.Text(v))
		}
		correlations.SetSym(i+1, i+1, 1)
		g.text = append(g.text, strings.Join(texts, " "))
	}
	var c mat.Cholesky
	if !c.Factorize(correlations) {
		g.fault = &burden.Error{Input: "correlations", Value: strings.Join(g.text, "; "), Err: burden.ErrOutOfRange}
		return g
	}
	g.root = new(mat.TriDense)
	c.LTo(g.root)
	return g
}

type gaussian struct {
	n     int
	root  *mat.TriDense
	text  []string
	fault *burden.Error
}

// Couple returns the dependent draws; it has no use for the spare one.
func (g gaussian) Couple(own []*big.Rat, _ *big.Rat) ([]*big.Rat, error) {
	if g.fault != nil {
		f := *g.fault
		return nil, &f
	}
	if len(own) != g.n {
		return nil, &burden.Error{Input: "correlations", Value: fmt.Sprintf("%d parameters, of %d", len(own), g.n), Err: burden.ErrIncomplete}
	}
	z := make([]float64, g.n)
	for i, u := range own {
		if u == nil || u.Sign() <= 0 || u.Cmp(one) >= 0 {
			return nil, &burden.Error{Input: "draw", Err: burden.ErrOutOfRange}
		}
		z[i] = normal(u)
	}
	coupled := slices.Clone(own)
	for i := 1; i < g.n; i++ {
		x := 0.0
		for j := 0; j <= i; j++ {
			x += g.root.At(i, j) * z[j]
		}
		coupled[i] = onParts(distuv.UnitNormal.CDF(x))
	}
	return coupled, nil
}

// parts is into how many the unit interval is cut.
const parts = 1 << 32

// onParts returns the middle of the part that u lies in, so never 0 or 1.
func onParts(u float64) *big.Rat {
	k := int64(math.Floor(min(u, math.Nextafter(1, 0)) * parts))
	return big.NewRat(2*k+1, 2*parts)
}

// String names the correlations: "Gaussian copula 0.7; 0.2 0.5".
func (g gaussian) String() string { return "Gaussian copula " + strings.Join(g.text, "; ") }
