package burden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	modulePath    = "example.com/burdenshare"
	decimalImport = "github.com/shopspring/decimal"
	exactImport   = modulePath + "/burden/internal/exact"
)

// source is a file of the root module that is no test.
type source struct {
	name string // from the module's root, with slashes
	pkg  string // import path
	file *ast.File
}

// sources parses the root module; modules nested in it are their own.
func sources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	fset := token.NewFileSet()
	var list []source
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name == "." {
				return nil
			}
			if _, err := os.Stat(filepath.Join("..", name, "go.mod")); err == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, filepath.Join("..", name), nil, parser.ParseComments|parser.SkipObjectResolution)
		list = append(list, source{name, path.Join(modulePath, path.Dir(name)), f})
		return err
	})
	require.NoError(t, err)
	require.Greater(t, len(list), 20, "the guard reads the repository")
	return fset, list
}

// imports lists a file's imports by the name they have in it.
func (s source) imports() map[string]string {
	list := map[string]string{}
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value)
		name := path.Base(p)
		if i.Name != nil {
			name = i.Name.Name
		}
		list[name] = p
	}
	return list
}

// Imports go one way: examples → scenario → burden → burden/internal/exact →
// decimal. Each layer may import what is listed, its own packages, and the
// standard library.
func TestImportsGoOneWay(t *testing.T) {
	type layer struct {
		pkg string   // and what is below it; the first that fits
		may []string // be imported, with what is below it
	}
	layers := []layer{
		{modulePath + "/burden/internal/exact", []string{decimalImport}},
		{modulePath + "/internal/closest", nil},
		{modulePath + "/internal/visible", nil},
		{modulePath + "/burden", []string{decimalImport, modulePath + "/burden", modulePath + "/internal/closest", modulePath + "/internal/visible"}},
		{modulePath + "/scenario/display", []string{decimalImport, modulePath + "/burden", modulePath + "/internal/visible"}},                             // a leaf
		{modulePath + "/scenario/internal/toy", []string{decimalImport, modulePath + "/burden", modulePath + "/scenario", "github.com/stretchr/testify"}}, // for tests
		{modulePath + "/scenario", []string{decimalImport, modulePath + "/burden", modulePath + "/scenario", modulePath + "/internal/closest", modulePath + "/internal/visible"}},
		{modulePath + "/examples", []string{decimalImport, modulePath + "/burden", modulePath + "/scenario", modulePath + "/examples", modulePath + "/internal/visible"}},
		{modulePath + "/internal/curve/calls", []string{modulePath + "/burden", modulePath + "/scenario", modulePath + "/internal"}}, // run by a test
		{modulePath + "/internal", []string{decimalImport, modulePath + "/burden", modulePath + "/internal"}},                        // for tests, but for the first two
		{modulePath, nil},
	}
	_, files := sources(t)
	for _, s := range files {
		i := slices.IndexFunc(layers, func(l layer) bool { return within(s.pkg, l.pkg) })
		require.GreaterOrEqual(t, i, 0, s.name)
		for _, imported := range s.imports() {
			standard := !strings.Contains(strings.Split(imported, "/")[0], ".")
			fits := slices.ContainsFunc(layers[i].may, func(p string) bool { return within(imported, p) })
			assert.True(t, standard || fits, "%s imports %s", s.name, imported)
			// Only burden's own packages use its internals, and only scenario's its.
			if before, _, internal := strings.Cut(imported, "/internal/"); internal {
				assert.True(t, within(s.pkg, before), "%s imports %s", s.name, imported)
			}
			assert.False(t, s.pkg == modulePath, "%s: the root package holds no code", s.name)
		}
	}
}

func within(pkg, parent string) bool { return pkg == parent || strings.HasPrefix(pkg, parent+"/") }

// Decimal calls that read a package variable, round, parse or can panic are the
// business of burden/internal/exact alone.
func TestBannedDecimalCalls(t *testing.T) {
	banned := strings.Fields(`
		Div DivRound QuoRem Mod Avg Sqrt SqrtRound Root RootRound Pow PowInt32 PowBigInt PowWithPrecision ExpHullAbrham ExpTaylor Ln
		Sin Cos Tan Atan Round RoundUp RoundDown RoundCeil RoundFloor RoundBank RoundCash Truncate Normalize
		StringFixed StringFixedBank StringFixedCash StringScaled ScientificNotationString Float64 InexactFloat64 BigFloat
		NewFromFloat NewFromFloat32 NewFromFloatWithExponent NewFromString NewFromFormattedString NewFromBigRat NewFromBigFloat
		RequireFromString RescalePair Zero
		DivisionPrecision PowPrecisionNegativeExponent MarshalJSONWithoutQuotes TrimTrailingZeros UseScientificNotation
		ExpMaxIterations MaxDecodeExponent`)
	fset, files := sources(t)
	seen := false
	for _, s := range files {
		imports := s.imports()
		if s.pkg == exactImport {
			seen = true
			continue
		}
		integers := map[ast.Expr]bool{} // callees that are methods of big.Int, which take other numbers of arguments
		ast.Inspect(s.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					arguments, shared := map[string]int{"Div": 2, "Mod": 2, "QuoRem": 3, "Sqrt": 1}[sel.Sel.Name]
					integers[sel] = shared && len(call.Args) == arguments
				}
			}
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || integers[sel] || !slices.Contains(banned, sel.Sel.Name) {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && imports[x.Name] != "" && imports[x.Name] != decimalImport {
				return true // of another package, such as exact
			}
			t.Errorf("%s: %s", fset.Position(sel.Pos()), sel.Sel.Name)
			return true
		})
	}
	assert.True(t, seen, "the one exception exists")
}

// No floating point, no init, no package named for nothing.
func TestHouseRules(t *testing.T) {
	fset, files := sources(t)
	for _, s := range files {
		for part := range strings.SplitSeq(s.pkg, "/") {
			assert.NotContains(t, []string{"util", "utils", "common", "types", "helpers"}, part, s.name)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if n.Name == "float32" || n.Name == "float64" {
					t.Errorf("%s: %s", fset.Position(n.Pos()), n.Name)
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					t.Errorf("%s: %s", fset.Position(n.Pos()), n.Value)
				}
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: init", fset.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// Every exported identifier, and every package, has a comment.
func TestEverythingIsDocumented(t *testing.T) {
	fset, files := sources(t)
	packages := map[string]bool{}
	missing := func(at token.Pos, name string) { t.Errorf("%s: %s has no comment", fset.Position(at), name) }
	for _, s := range files {
		packages[s.pkg] = packages[s.pkg] || s.file.Doc != nil
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d))) && d.Doc == nil {
					missing(d.Pos(), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil {
							missing(spec.Pos(), spec.Name.Name)
						}
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							if name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
								missing(name.Pos(), name.Name)
							}
						}
					}
				}
			}
		}
	}
	for pkg, documented := range packages {
		assert.True(t, documented, "package %s has no comment", pkg)
	}
}

// receiver is the name of the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// The tests that TRUST.md names are there.
func TestTrustNamesTests(t *testing.T) {
	trust, err := os.ReadFile("../TRUST.md")
	require.NoError(t, err)
	there := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	require.NoError(t, filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := os.ReadFile(name)
		for _, m := range declared.FindAllSubmatch(text, -1) {
			there[string(m[1])] = true
		}
		return err
	}))
	named := regexp.MustCompile(`\bTest[A-Z]\w*`).FindAllString(string(trust), -1)
	require.Greater(t, len(named), 50)
	for _, name := range named {
		assert.True(t, there[name], "TRUST.md names %s, and there is no such test", name)
	}
}
