package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// switchFile is added to the package: it says which mutant is on, and notes which
// functions a test runs. Its names are such that no package has them.
const switchFile = `package %s

import (
	"os"
	"strconv"
	"sync"
)

var (
	mutantOn, _    = strconv.Atoi(os.Getenv("MUTANT"))
	mutantTrace    = os.Getenv("MUTANT_TRACE")
	mutantReached  = map[int]bool{}
	mutantReaching sync.Mutex
)

func mutantIn(function int) int {
	if mutantTrace != "" {
		mutantReaching.Lock()
		defer mutantReaching.Unlock()
		if !mutantReached[function] {
			mutantReached[function] = true
			if f, err := os.OpenFile(mutantTrace, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
				f.WriteString(strconv.Itoa(function) + "\n")
				f.Close()
			}
		}
	}
	return mutantOn
}
`

// build compiles the package's tests with all the mutants into one binary in dir and
// returns its path. A mutant that does not compile is marked and left out.
func build(ctx context.Context, p *pkg, mutants []*mutant, dir string) (string, error) {
	binary := filepath.Join(dir, "mutants.test")
	for {
		places, err := writeOverlay(p, mutants, dir)
		if err != nil {
			return "", err
		}
		c := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-gcflags=-e", "-overlay="+filepath.Join(dir, "overlay.json"), "-o", binary, p.ImportPath)
		c.Dir = p.Dir
		_, err = output(c)
		if err == nil {
			return binary, nil
		}
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed == nil {
			return "", err
		}
		out := 0
		for _, m := range places.broken(err.Error()) {
			m.verdict = notCompiling
			out++
		}
		if out == 0 {
			return "", err // not for a mutant's sake
		}
	}
}

// place is where in a file's overlay a mutant's copy stands.
type place struct {
	m          *mutant
	first, end int // lines
}

type places map[string][]place // by the file's name

var complaint = regexp.MustCompile(`(?m)^(?:.*[/\\])?([^/\\:\s]+\.go):(\d+):`)

// broken returns the mutants that a compiler complains about.
func (ps places) broken(complaints string) []*mutant {
	var list []*mutant
	for _, hit := range complaint.FindAllStringSubmatch(complaints, -1) {
		line, _ := strconv.Atoi(hit[2])
		for _, at := range ps[hit[1]] {
			if at.first <= line && line < at.end && !slices.Contains(list, at.m) {
				list = append(list, at.m)
			}
		}
	}
	return list
}

// writeOverlay writes every file that has mutants with their copies at its end, and a
// switch to them at the start of each function.
func writeOverlay(p *pkg, mutants []*mutant, dir string) (places, error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	put := func(name string, text []byte) error {
		at := filepath.Join(dir, name)
		overlay.Replace[filepath.Join(p.Dir, name)] = at
		return os.WriteFile(at, text, 0o600)
	}
	where := places{}
	for _, f := range p.files {
		var inserts []edit // into the file as it is
		var copies bytes.Buffer
		line := bytes.Count(f.text, []byte("\n")) + 2
		for _, fn := range functions(f, mutants) {
			var cases strings.Builder
			for _, m := range mutants {
				if m.in != fn || m.verdict == notCompiling {
					continue
				}
				copied := f.copied(m)
				lines := strings.Count(copied, "\n") + 1
				where[f.name] = append(where[f.name], place{m, line, line + lines})
				line += lines
				copies.WriteString(copied + "\n")
				fmt.Fprintf(&cases, " case %d: %s;", m.number, f.call(m))
			}
			inserts = append(inserts, f.named(fn)...)
			at := f.offset(fn.Body.Lbrace) + 1
			inserts = append(inserts, edit{at, at, " switch mutantIn(" + strconv.Itoa(functionNumber(fn)) + ") {" + cases.String() + " };"})
		}
		if len(inserts) == 0 {
			continue
		}
		text := append(apply(f.text, inserts), '\n')
		if err := put(f.name, append(text, copies.Bytes()...)); err != nil {
			return nil, err
		}
	}
	if err := put("zz_mutants.go", fmt.Appendf(nil, switchFile, p.files[0].ast.Name.Name)); err != nil {
		return nil, err
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		return nil, err
	}
	return where, os.WriteFile(filepath.Join(dir, "overlay.json"), text, 0o600)
}

// functions lists the functions of a file that have mutants, in order of place.
func functions(f *sourceFile, mutants []*mutant) []*ast.FuncDecl {
	var list []*ast.FuncDecl
	for _, m := range mutants {
		if m.file == f && !slices.Contains(list, m.in) {
			list = append(list, m.in)
		}
	}
	return list
}

// functionNumber is a number that no other function of the package has.
func functionNumber(fn *ast.FuncDecl) int { return int(fn.Pos()) }

// copied is the function with the mutant's mistake, under a name of its own.
func (f *sourceFile) copied(m *mutant) string {
	from, to := f.offset(m.in.Pos()), f.offset(m.in.End())
	name := f.offset(m.in.Name.End())
	return string(apply(f.text[from:to], []edit{
		{name - from, name - from, "_mutant" + strconv.Itoa(m.number)},
		{m.edit.from - from, m.edit.to - from, m.edit.text},
	}))
}

// call is the statement that hands a function's arguments to the mutant's copy.
func (f *sourceFile) call(m *mutant) string {
	fn := m.in
	name := fn.Name.Name + "_mutant" + strconv.Itoa(m.number)
	if fn.Recv != nil {
		name = fieldNames(fn.Recv, "mutantReceiver")[0] + "." + name
	}
	if t := fn.Type.TypeParams; t != nil {
		name += "[" + strings.Join(fieldNames(t, ""), ", ") + "]"
	}
	arguments := fieldNames(fn.Type.Params, "mutantArgument")
	if list := fn.Type.Params.List; len(list) > 0 {
		if _, variadic := list[len(list)-1].Type.(*ast.Ellipsis); variadic {
			arguments[len(arguments)-1] += "..."
		}
	}
	call := name + "(" + strings.Join(arguments, ", ") + ")"
	if fn.Type.Results == nil {
		return call + "; return"
	}
	return "return " + call
}

// named are the edits that give a name to each parameter that has none.
func (f *sourceFile) named(fn *ast.FuncDecl) []edit {
	var list []edit
	for prefix, fields := range map[string]*ast.FieldList{"mutantReceiver": fn.Recv, "mutantArgument": fn.Type.Params} {
		if fields == nil {
			continue
		}
		names := fieldNames(fields, prefix)
		n := 0
		for _, field := range fields.List {
			if len(field.Names) == 0 {
				at := f.offset(field.Type.Pos())
				list = append(list, edit{at, at, names[n] + " "})
				n++
			}
			for _, name := range field.Names {
				if name.Name == "_" {
					list = append(list, edit{f.offset(name.Pos()), f.offset(name.End()), names[n]})
				}
				n++
			}
		}
	}
	return list
}

// fieldNames are the names of parameters, those without one numbered.
func fieldNames(fields *ast.FieldList, prefix string) []string {
	var names []string
	for _, field := range fields.List {
		if len(field.Names) == 0 {
			names = append(names, prefix+strconv.Itoa(len(names)))
		}
		for _, name := range field.Names {
			if name.Name == "_" {
				names = append(names, prefix+strconv.Itoa(len(names)))
				continue
			}
			names = append(names, name.Name)
		}
	}
	return names
}

// apply makes edits that do not overlap.
func apply(text []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out []byte
	done := 0
	for _, e := range edits {
		out = append(append(out, text[done:e.from]...), e.text...)
		done = e.to
	}
	return append(out, text[done:]...)
}
