package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// mutant is one small mistake in one function.
type mutant struct {
	id      string // its key, with a number if the function has several of that key
	number  int    // in the test binary, from 1
	file    *sourceFile
	in      *ast.FuncDecl
	edit    edit
	verdict verdict
}

// edit replaces a stretch of a file, by offsets.
type edit struct {
	from, to int
	text     string
}

type verdict uint8

const (
	notRun verdict = iota
	killed
	timedOut // killed, too: a loop without end does not go unnoticed
	survived
	unreached // survived: no test runs its function
	notCompiling
)

// place is the file and the line.
func (m *mutant) place() string {
	line := 1 + strings.Count(string(m.file.text[:m.edit.from]), "\n")
	return fmt.Sprintf("%s:%d", path.Join(m.file.of.name(), m.file.name), line)
}

func (m *mutant) String() string { return m.place() + ": " + m.id }

// pkg is a package whose tests are to be tested.
type pkg struct {
	ImportPath, Dir string
	GoFiles         []string
	TestGoFiles     []string
	XTestGoFiles    []string
	Module          struct{ Path, Dir string }

	rel   string // from the module's root
	fset  *token.FileSet
	files []*sourceFile
}

type sourceFile struct {
	of   *pkg
	name string
	text []byte
	ast  *ast.File
}

// offset is a place in the file, counted in bytes.
func (f *sourceFile) offset(p token.Pos) int { return f.of.fset.Position(p).Offset }

func (p *pkg) name() string { return filepath.ToSlash(p.rel) }

func (p *pkg) tested() bool { return len(p.TestGoFiles)+len(p.XTestGoFiles) > 0 }

// load asks the go command for packages and parses them.
func load(ctx context.Context, patterns []string) ([]*pkg, error) {
	out, err := output(exec.CommandContext(ctx, "go", append([]string{"list", "-json=ImportPath,Dir,GoFiles,TestGoFiles,XTestGoFiles,Module"}, patterns...)...))
	if err != nil {
		return nil, err
	}
	var list []*pkg
	for d := json.NewDecoder(strings.NewReader(out)); d.More(); {
		p := &pkg{fset: token.NewFileSet()}
		if err := d.Decode(p); err != nil {
			return nil, err
		}
		if p.rel, err = filepath.Rel(p.Module.Dir, p.Dir); err != nil {
			return nil, err
		}
		for _, name := range p.GoFiles {
			f := &sourceFile{of: p, name: name}
			if f.text, err = os.ReadFile(filepath.Join(p.Dir, name)); err != nil {
				return nil, err
			}
			if f.ast, err = parser.ParseFile(p.fset, name, f.text, parser.SkipObjectResolution); err != nil {
				return nil, err
			}
			p.files = append(p.files, f)
		}
		list = append(list, p)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(patterns, " "))
	}
	return list, nil
}

// output runs a command; what it wrote to its standard error goes into the error.
func output(c *exec.Cmd) (string, error) {
	var errs strings.Builder
	c.Stderr = &errs
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(c.Args[:min(2, len(c.Args))], " "), err, errs.String())
	}
	return string(out), nil
}

// mutants lists a package's mutants in order of its files and places. What is outside
// functions, such as tables, is not changed.
func (p *pkg) mutants() []*mutant {
	var list []*mutant
	for _, f := range p.files {
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil || fn.Recv == nil && fn.Name.Name == "init" {
				continue
			}
			first, equal := len(list), map[string]int{}
			for _, c := range f.changes(fn) {
				m := &mutant{id: f.key(fn, c), file: f, in: fn, edit: c.edit}
				equal[folded(m.id)]++
				list = append(list, m)
			}
			nth := map[string]int{}
			for _, m := range list[first:] {
				id := folded(m.id)
				if nth[id]++; equal[id] > 1 {
					m.id += fmt.Sprintf(" (%d of %d)", nth[id], equal[id])
				}
			}
		}
	}
	return list
}

// functionName is a function's name, with its receiver's.
func functionName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	t := fn.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name + "." + fn.Name.Name
		default:
			return fn.Name.Name
		}
	}
}

// choose takes the mutants that the settings ask for. A sample is those whose ids
// hash lowest with the seed, so a mutant added elsewhere moves few in or out of it.
func choose(all []*mutant, s settings) []*mutant {
	list := slices.DeleteFunc(all, func(m *mutant) bool { return !s.only.MatchString(m.String()) })
	if s.sample > 0 && s.sample < len(list) {
		rank := map[*mutant]string{}
		for _, m := range list {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s", s.seed, m.id))
			rank[m] = string(sum[:])
		}
		sorted := slices.SortedFunc(slices.Values(list), func(a, b *mutant) int { return strings.Compare(rank[a], rank[b]) })
		last := rank[sorted[s.sample-1]]
		list = slices.DeleteFunc(list, func(m *mutant) bool { return rank[m] > last })
	}
	for i, m := range list {
		m.number = i + 1
	}
	return list
}
