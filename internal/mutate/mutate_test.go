package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// changesOf lists what is changed in the body of a function: "operator: < → <=".
func changesOf(t *testing.T, body string) []string {
	t.Helper()
	p := &pkg{fset: token.NewFileSet()}
	f := &sourceFile{of: p, name: "f.go", text: []byte("package p\n\nfunc f() {\n" + body + "\n}\n")}
	var err error
	f.ast, err = parser.ParseFile(p.fset, f.name, f.text, parser.SkipObjectResolution)
	require.NoError(t, err)
	var list []string
	for _, c := range f.changes(f.ast.Decls[0].(*ast.FuncDecl)) {
		list = append(list, fmt.Sprintf("%s: %s → %s", c.mutator, f.text[c.edit.from:c.edit.to], c.edit.text))
	}
	return list
}

// The mistakes, one by one.
func TestMutators(t *testing.T) {
	for body, want := range map[string][]string{
		"return x.Add(y)":            {"method: Add → Sub"},
		"return x.LessThan(y)":       {"method: LessThan → LessThanOrEqual"},
		"return x.Equal(y)":          {"negate: x.Equal(y) → !x.Equal(y)"},
		"return x.Neg()":             {"drop: .Neg() → "},
		"return f.Rounded(r)":        {"drop: .Rounded(r) → "},
		"return burden.HalfUp":       {"mode: HalfUp → HalfEven"},
		"return exact.Ceiling":       {"mode: Ceiling → Up"},
		"return index.Ceiling":       nil, // a field
		"return Index{Ceiling: c}":   nil,
		"return HalfEven":            {"mode: HalfEven → HalfUp"},
		"return a.Cmp(b) < 0":        {"operator: < → <=", "constant: 0 → 1"},
		"return year - 1":            {"lag:  - 1 → ", "operator: - → +"},
		"return min(a, b)":           {"limit: min → max"},
		"if err != nil { return }":   {"error: err != nil → false && err != nil"},
		"if a || b { return }":       {"negate: a || b → !(a || b)", "operator: || → &&"},
		"switch { case a: return }":  {"negate: a → !(a)"},
		"return list[i:j]":           {"bound: i → ", "bound: j → "},
		"return list[1:]":            {"constant: 1 → 0"},
		"sort(list)":                 {"statement: sort(list) → "},
		"n += k":                     {"operator: += → -="},
		"n++":                        {"operator: ++ → --"},
		"return true":                {"bool: true → false"},
		"var a [4]int; _ = a":        nil,
		"return 16":                  {"constant: 16 → 17"},
		"for { if a { continue } }":  {"negate: a → !(a)", "statement: continue → "},
		"return \"1\", 0x10, 'a', c": {"constant: 0x10 → 17"},
	} {
		assert.Equal(t, want, changesOf(t, body), body)
	}
}

func toy(t *testing.T) *pkg {
	t.Helper()
	packages, err := load(t.Context(), []string{"./testdata/toy"})
	if err != nil {
		t.Skipf("no go command: %v", err)
	}
	require.Len(t, packages, 1)
	return packages[0]
}

// A sample is the same for a seed, in order of place, and of the size asked for.
func TestSamples(t *testing.T) {
	p := toy(t)
	all := choose(p.mutants(), settings{only: regexp.MustCompile("")})
	ids := map[string]bool{}
	for i, m := range all {
		assert.Equal(t, i+1, m.number)
		assert.False(t, ids[m.id], m.id)
		ids[m.id] = true
	}
	pick := func(n, seed int) (list []string) {
		for _, m := range choose(p.mutants(), settings{sample: n, seed: seed, only: regexp.MustCompile("")}) {
			list = append(list, m.id)
		}
		return list
	}
	assert.Len(t, pick(5, 1), 5)
	assert.Equal(t, pick(5, 1), pick(5, 1))
	assert.NotEqual(t, pick(5, 1), pick(5, 2))
	assert.Subset(t, pick(8, 1), pick(5, 1), "a larger sample holds the smaller")
	assert.Len(t, pick(1000, 1), len(all))
	assert.Len(t, choose(p.mutants(), settings{only: regexp.MustCompile("unused")}), 2)
}

// The toy's mutants meet its tests: what becomes of each was found by reading.
func TestVerdicts(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package")
	}
	p := toy(t)
	mutants := choose(p.mutants(), settings{only: regexp.MustCompile("")})
	require.NoError(t, run(context.Background(), p, mutants, settings{parallel: 2, timeout: 2 * time.Second}))
	got := map[string]verdict{}
	for _, m := range mutants {
		got[m.id] = m.verdict
	}
	for id, want := range map[string]verdict{
		"toy.go:Larger:negate#1":       killed,
		"toy.go:Larger:operator#1":     survived, // of equal ones it does not matter
		"toy.go:Total:operator#2":      timedOut, // i-- goes on for ever, or out of range
		"toy.go:Total:operator#3":      killed,
		"toy.go:Greet:operator#1":      notCompiling,
		"toy.go:unused:lag#1":          unreached,
		"toy.go:unused:operator#1":     unreached,
		"toy.go:Stack.Top:lag#1":       killed,
		"toy.go:Stack.Top:negate#1":    killed,
		"toy.go:Stack.Size:constant#1": killed,
		"toy.go:Apply:error#1":         killed,
	} {
		if want == timedOut && got[id] == killed {
			continue
		}
		assert.Equal(t, want, got[id], id)
	}

	var out bytes.Buffer
	score := report(&out, p, mutants, map[string]string{
		p.name() + " toy.go:Larger:operator#1": "equal numbers are the same",
		p.name() + " toy.go:Larger:negate#1":   "a mistake",
	})
	dead, open := 0, 0
	for _, v := range got {
		switch v {
		case killed, timedOut:
			dead++
		case survived, unreached:
			open++
		}
	}
	assert.Equal(t, dead*1000/(dead+open-1), score)
	assert.Contains(t, out.String(), "accepted, but killed:\n\ttoy.go:Larger:negate#1\n")
	assert.Contains(t, out.String(), "equal numbers are the same")
	assert.Contains(t, out.String(), "toy.go:25: - 1 → nothing [toy.go:unused:lag#1] in func unused(year int) int { return year« - 1 } no test runs it")
}

// The list says which mutants of which package are accepted, and why.
func TestAccepted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "accepted.txt")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	none, err := readAccepted(file)
	require.NoError(t, err)
	assert.Empty(t, none)
	write("# why\n\nburden a.go:f:lag#1: the reason: it is so\n")
	list, err := readAccepted(file)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"burden a.go:f:lag#1": "the reason: it is so"}, list)
	for _, bad := range []string{"burden a.go:f:lag#1", "a.go:f:lag#1: why", "burden a.go:f:lag#1:  ", "p a.go:f:lag#1: x\np a.go:f:lag#1: y"} {
		write(bad)
		_, err := readAccepted(file)
		assert.Error(t, err, bad)
	}
}

func TestBadArguments(t *testing.T) {
	for _, args := range [][]string{{"-gate", "101"}, {"-parallel", "0"}, {"-only", "("}, {"-sample", "-1"}, {"./nothing/here"}} {
		assert.Error(t, command(t.Context(), args), args)
	}
}
