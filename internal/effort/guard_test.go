package effort_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No test looks at the clock: a slow or busy machine would fail it. What is named here
// does, and does not fail by it: benchmarks report a time, and some processes of other
// programs are ended after minutes, should they hang. Tests have helpers outside of files
// named _test.go: every file that imports package testing is read.
func TestNoTestLooksAtTheClock(t *testing.T) {
	allowed := map[string]string{
		"burden/benchmark_test.go":                          "a benchmark",
		"scenario/internal/tape/bench_test.go":              "a benchmark",
		"scenario/internal/tape/reference_test.go":          "a benchmark",
		"examples/benchmark/slow_test.go":                   "a benchmark",
		"internal/curve/check.go":                           "a hang of a program",
		"internal/hostile/hostile.go":                       "looks at a time only where HOSTILE_TIME says how much an input may take",
		"internal/hostile/measure_linux.go":                 "reports a time, which only HOSTILE_TIME limits",
		"scenario/report/libreoffice_test.go":               "a hang of LibreOffice",
		"scenario/report/examples/explorer/browser_test.go": "a hang of Chromium",
	}
	clock := []string{
		"time.Now", "time.Since", "time.Until", "time.After", "time.AfterFunc", "time.NewTimer", "time.Tick", "time.NewTicker",
		"context.WithTimeout", "context.WithDeadline", "time.ParseDuration", "syscall.Getrusage", "b.Elapsed",
	}
	root := os.DirFS("../..")
	files := 0
	require.NoError(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := fs.ReadFile(root, name)
		require.NoError(t, err)
		places := token.NewFileSet()
		file, err := parser.ParseFile(places, path.Base(name), text, 0)
		require.NoError(t, err)
		helps := slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"testing"` })
		if !helps && !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		files++
		used := false
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && slices.Contains(clock, x.Name+"."+s.Sel.Name) {
				used = true
				assert.Contains(t, allowed, name, "%s.%s in line %d: count work, see package effort", x.Name, s.Sel.Name, places.Position(s.Pos()).Line)
			}
			return true
		})
		if _, ok := allowed[name]; ok {
			assert.True(t, used, "%s does not look at the clock any more", name)
		}
		return nil
	}))
	assert.Greater(t, files, 100)
}
