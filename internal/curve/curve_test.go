package curve_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/curve"
	_ "example.com/burdenshare/scenario" // whose changes have to run the test again
)

// Every call of package scenario and its family that takes a document or a scenario, with inputs that
// grow. It failed for Diff, for names asked for and for some hundred others before they
// were mended, with the figures of a quadratic or cubic call.
func TestCurves(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program whose statements are counted, and runs it")
	}
	for _, file := range sources(t, "calls") { // which go test notices when they are opened
		_, err := os.ReadFile(file)
		require.NoError(t, err)
	}
	costs := curve.Check(t, "example.com/burdenshare/internal/curve/calls",
		"example.com/burdenshare/burden/...", "example.com/burdenshare/scenario/...", "example.com/burdenshare/internal/closest")
	t.Logf("%d calls with inputs", len(costs))
}

func sources(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, "_test.go") })
}

// without are calls that have no case, with the reason.
var without = map[string]string{
	"Scenario.Model": "returns what is there", "Scenario.Name": "returns what is there", "Scenario.Years": "returns what is there",
	"Scenario.FirstYear": "returns what is there", "Scenario.LastYear": "returns what is there", "Scenario.Baseline": "returns what is there",
	"Scenario.Overlays": "copies a list", "Scenario.Layers": "copies a list", "Sweep.Check": "is the first part of Sweep.Run",
	"Sweep.Shard": "changes two numbers",
}

// Every exported function of package scenario and its family that takes a document, a scenario or a
// sweep, or is a method of one, of a comparison or of a revision, has a case or a reason.
func TestEveryCallHasACurve(t *testing.T) {
	measured := map[string]bool{}
	for _, file := range sources(t, "calls") {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for part := range strings.SplitSeq(string(text), "\n\t{\"") {
			name, _, _ := strings.Cut(part, `"`)
			measured[name] = true
		}
	}
	subjects := map[string]bool{"Document": true, "Scenario": true, "Sweep": true, "Comparison": true, "Revision": true}
	about := func(e ast.Expr) string {
		for {
			switch x := e.(type) {
			case *ast.StarExpr:
				e = x.X
			case *ast.Ellipsis:
				e = x.Elt
			case *ast.Ident:
				return x.Name
			case *ast.SelectorExpr:
				return x.Sel.Name
			default:
				return ""
			}
		}
	}
	found := 0
	for _, file := range slices.Concat(sources(t, "../../scenario"), sources(t, "../../scenario/document")) {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() {
				continue
			}
			name, takes := fn.Name.Name, false
			if fn.Recv == nil && f.Name.Name != "scenario" {
				name = f.Name.Name + "." + name
			}
			if fn.Recv != nil {
				of := about(fn.Recv.List[0].Type)
				name, takes = of+"."+name, subjects[of]
				if !ast.IsExported(of) {
					continue
				}
			}
			for _, p := range fn.Type.Params.List {
				takes = takes || subjects[about(p.Type)]
			}
			if !takes {
				continue
			}
			found++
			assert.True(t, measured[name] || without[name] != "", "%s takes a document or a scenario, and has no case in calls nor a reason", name)
		}
	}
	assert.Greater(t, found, 50)
}
