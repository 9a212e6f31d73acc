package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// source is a package of one file, with the module's path example.com/m.
func source(t *testing.T, name, text string) *pkg {
	t.Helper()
	p := &pkg{fset: token.NewFileSet(), rel: filepath.Dir(name)}
	p.Module.Path = "example.com/m"
	f := &sourceFile{of: p, name: filepath.Base(name), text: []byte(text)}
	var err error
	f.ast, err = parser.ParseFile(p.fset, f.name, f.text, parser.SkipObjectResolution)
	require.NoError(t, err)
	p.files = []*sourceFile{f}
	return p
}

// changesOf lists what is changed in the body of a function: "operator: < → <=".
func changesOf(t *testing.T, body string) []string {
	t.Helper()
	f := source(t, "f.go", "package p\n\nfunc f() {\n"+body+"\n}\n").files[0]
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

// The keys of mutants that the rules of around are about.
func TestKeys(t *testing.T) {
	for body, want := range map[string][]string{
		"return x.Add(y)":                                     {"f method: x.«Add → Sub»(y)"},
		"return f.Rounded(r)":                                 {"f drop: f«.Rounded(r) → nothing»"},
		"return year - 1":                                     {"f lag: year« - 1 → nothing»", "f operator: year «- → +» 1"},
		"return -1":                                           {"f constant: return -«1 → 0»"},
		"return list[i:j]":                                    {"f bound: list[«i → nothing»:j]", "f bound: list[i:«j → nothing»]"},
		"return x.Equal(y)":                                   {"f negate: «x.Equal(y)»"},
		"if a || b { return true }":                           {"f negate: «a || b»", "f operator: a «|| → &&» b", "f bool: if a || b … return «true → false»"},
		"x, ok := m[k]\nif !ok { return 0, true }":            {"f negate: x, ok := m[k]; if «!ok»", "f constant: x, ok := m[k]; if !ok … return «0 → 1», true", "f bool: x, ok := m[k]; if !ok … return 0, «true → false»"},
		"x, err := g(y) // why\nif err != nil { return }":     {"f error: x, err := g(y); if «err != nil»"},
		"if err := g(); err != nil { return }":                {"f error: if err := g(); «err != nil»"},
		"switch { case a, b: continue }":                      {"f negate: case «a», b", "f negate: case a, «b»", "f statement: case a, b … «continue → nothing»"},
		"switch x { case 3: v, ok := g()\nif ok { return } }": {"f constant: case «3 → 4»", "f negate: v, ok := g(); if «ok»"},
		"for i := range 8 { h(func() int { return 7 }) }":     {"f constant: for i := range «8 → 9»", "f statement: «h(func() int { return 7 }) → nothing»", "f constant: return «7 → 8»"},
		"sort(\n\tlist, // all\n\tx,\n)":                      {"f statement: «sort( list, x, ) → nothing»"},
		"n++; n++; m++":                                       {"f operator: n«++ → --» (1 of 2)", "f operator: n«++ → --» (2 of 2)", "f operator: m«++ → --»"},
	} {
		var ids []string
		for _, m := range source(t, "f.go", "package p\n\nfunc f() {\n"+body+"\n}\n").mutants() {
			ids = append(ids, m.id)
		}
		assert.Equal(t, want, ids, body)
	}
}

// A key follows its mutant to another file and to another package. It is lost when the
// code that is changed becomes other code.
func TestKeysMove(t *testing.T) {
	const game = `package scenario

import "example.com/m/burden"

func (g *game) weigh(list []burden.Line, at int) (int, error) {
	first, err := g.place(list[at-1])
	if err != nil {
		return 0, &Error{Value: "no place", Err: burden.ErrUnit}
	}
	if len(list) > few {
		return first, nil
	}
	return first * g.weights[at], nil
}
`
	folds := func(p *pkg) (list []string) {
		for _, m := range p.mutants() {
			list = append(list, folded(m.id))
		}
		return list
	}
	was := folds(source(t, "scenario/game.go", game))
	require.Len(t, was, 7) // of the first line two, then one, one, two and one
	replaced := func(pairs ...string) string {
		text := strings.NewReplacer(pairs...).Replace(game)
		require.NotEqual(t, game, text)
		return text
	}
	for what, p := range map[string]*pkg{
		"a renamed file": source(t, "scenario/owen.go", game),
		"another package, with exported names": source(t, "scenario/attribution/game.go", replaced(
			"package scenario", "package attribution", "example.com/m/burden\"", "example.com/m/burden\"\nimport what \"example.com/m/scenario\"",
			"*game", "*Game", "weigh(", "Weigh(", "&Error", "&what.Error", "few", "what.Few", "g.place", "g.Place")),
		"into the package that it imported": source(t, "burden/game.go", replaced("burden.", "", "import", "//")),
		"another layout":                    source(t, "scenario/game.go", replaced("at-1", "at - 1", ")\n\tif err", ") // or none\n\n\tif err")),
		"an edit elsewhere in the function": source(t, "scenario/game.go", replaced(
			"\tif len", "\tlog(list)\n\tif len", "(list []burden.Line, at int)", "(at int, list ...burden.Line)")),
	} {
		assert.Subset(t, folds(p), was, what)
	}
	lost := func(pairs ...string) (list []string) {
		now := folds(source(t, "scenario/game.go", replaced(pairs...)))
		for _, id := range was {
			if !slices.Contains(now, id) {
				list = append(list, id)
			}
		}
		return list
	}
	assert.Equal(t, []string{"game.weighnegate:«len(list)>few»", "game.weighoperator:len(list)«>→>=»few"}, lost("> few", "> many"))
	assert.Equal(t, []string{"game.weighoperator:first«*→+»g.weights[at]"}, lost("first *", "first /"))
	assert.Len(t, lost("weigh(", "weight("), len(was), "a function of another name")
	assert.Equal(t, []string{"game.weighnegate:«len(list)>few»", "game.weighoperator:len(list)«>→>=»few"},
		lost("\treturn first *", "\tif len(list) > few {\n\t\treturn 0, nil\n\t}\n\treturn first *"), "which of two was meant is not known")
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
	const larger, lag = "Larger operator: a «> → >=» b", "unused lag: year« - 1 → nothing»"
	for id, want := range map[string]verdict{
		"Larger negate: «a > b»":     killed,
		larger:                       survived, // of equal ones it does not matter
		"Total operator: i«++ → --»": timedOut, // it goes on for ever, or out of range
		"Total operator: total «+= → -=» list[i]": killed,
		`Greet operator: "hello " «+ → -» name`:   notCompiling,
		lag:                               unreached,
		"unused operator: year «- → +» 1": unreached,
		"Stack.Top lag: len(s.list)«-1 → nothing»":     killed,
		"Stack.Top negate: «len(s.list) == 0»":         killed,
		"Stack.Size constant: return «2 → 3»":          killed,
		"Apply error: y, err := f(x); if «err != nil»": killed,
	} {
		if want == timedOut && got[id] == killed {
			continue
		}
		assert.Equal(t, want, got[id], id)
	}

	var out bytes.Buffer
	score := report(&out, p, mutants, map[string]acceptance{
		folded(larger):                   {reason: "equal numbers are the same"},
		folded("Larger negate: «a > b»"): {reason: "a mistake"},
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
	const file = "internal/mutate/testdata/toy/toy.go"
	assert.Contains(t, out.String(), "accepted, but killed:\n\t"+file+":8: Larger negate: «a > b»\n")
	assert.Contains(t, out.String(), file+":8: "+larger+" # equal numbers are the same")
	assert.Contains(t, out.String(), file+":25: "+lag+" no test runs it")
}

// The list says which mutants are accepted, and why.
func TestAccepted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "accepted.txt")
	write := func(text string) { require.NoError(t, os.WriteFile(file, []byte(text), 0o600)) }
	none, err := readAccepted(file)
	require.NoError(t, err)
	assert.Empty(t, none)
	const id = `f operator: " # " «+ → -» Name`
	write("# why\n\n" + id + " # the reason: it is so\n")
	list, err := readAccepted(file)
	require.NoError(t, err)
	assert.Equal(t, map[string]acceptance{folded(id): {3, id, "the reason: it is so"}}, list)
	for _, bad := range []string{id, "f operator: x # why", "f operator: «x» #  ", "f lag: «x» # why\nF lag:  «x» # why"} {
		write(bad)
		_, err := readAccepted(file)
		assert.Error(t, err, bad)
	}
}

// A line of the list that fits no mutant is told, and one that fits several.
func TestStale(t *testing.T) {
	const text = "package p\n\nfunc f() { n++ }\n"
	list := map[string]acceptance{}
	for i, id := range []string{"f operator: n«++ → --»", "g operator: n«++ → --»", "F operator: n «++ → --»"} {
		list[id] = acceptance{i + 1, id, "why"}
	}
	var out bytes.Buffer
	stale(&out, []*pkg{source(t, "a/f.go", text)}, list)
	assert.Equal(t, "line 2: no such mutant: g operator: n«++ → --»\n3 mutants accepted: 1 of them are not there, 0 are there more than once\n", out.String())
	out.Reset()
	stale(&out, []*pkg{source(t, "a/f.go", text), source(t, "a/b/g.go", text)}, map[string]acceptance{"": list["f operator: n«++ → --»"]})
	assert.Equal(t, "line 1: 2 such mutants, at a/f.go:3 and a/b/g.go:3: f operator: n«++ → --»\n1 mutants accepted: 0 of them are not there, 1 are there more than once\n", out.String())
}

// A list of packages in folders within folders is run, but for those without tests.
func TestPackagesInFolders(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a package")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"go.mod":                       "module example.com/m\n\ngo 1.26\n",
		"a/a.go":                       "package a\n\nfunc Two() int { return 2 }\n",
		"a/b/c/c.go":                   "package c\n\nfunc Three(n int) int { return 3 * n }\n",
		"a/b/c/c_test.go":              "package c\n\nimport \"testing\"\n\nfunc TestThree(t *testing.T) {\n\tif Three(2) != 6 {\n\t\tt.Error()\n\t}\n}\n",
		"a/d/d.go":                     "package d\n\nfunc Four() int { return 4 }\n",
		"a/d/d_test.go":                "package d\n\nimport \"testing\"\n\nfunc TestNothing(t *testing.T) { Four() }\n",
		"internal/mutate/accepted.txt": "# none yet\n",
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	run := func(args ...string) error { return command(t.Context(), args) }
	assert.NoError(t, run("-list", "./..."))
	assert.NoError(t, run("-gate", "100", "./a", "./a/b/c"))
	assert.ErrorContains(t, run("-gate", "100", "./a/..."), "score below 100 %: a/d")
	require.NoError(t, os.WriteFile("internal/mutate/accepted.txt", []byte("Four constant: return «4 → 5» # why\n"), 0o600))
	assert.NoError(t, run("-gate", "100", "./a/..."))
	assert.NoError(t, run("-stale"))
	assert.ErrorContains(t, run("./a"), "no package has tests")
}

func TestBadArguments(t *testing.T) {
	for _, args := range [][]string{{"-gate", "101"}, {"-parallel", "0"}, {"-only", "("}, {"-sample", "-1"}, {"./nothing/here"}, {"-stale", "./testdata/toy"}, {"./testdata/..."}} {
		assert.Error(t, command(t.Context(), args), args)
	}
}
