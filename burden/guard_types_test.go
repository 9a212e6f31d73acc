package burden_test

import (
	"go/ast"
	gobuild "go/build"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// typed is a package of the root module with its types.
type typed struct {
	fset  *token.FileSet
	files []*ast.File
	pkg   *types.Package
	info  *types.Info
}

// typedSources checks the types of the root module's packages, tests excluded.
func typedSources(t *testing.T) []typed {
	t.Helper()
	if testing.Short() {
		t.Skip("asks the go command for what the packages import")
	}
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", "./...")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Skipf("no go command that lists the module: %v", err)
	}
	exports := map[string]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		p, file, _ := strings.Cut(line, "\t")
		exports[p] = file
	}
	fset, files := sources(t)
	imports := importer.ForCompiler(fset, "gc", func(p string) (io.ReadCloser, error) { return os.Open(exports[p]) })
	var packages []typed
	for _, s := range files {
		if here, err := gobuild.Default.MatchFile(filepath.Dir(filepath.Join("..", s.name)), filepath.Base(s.name)); err != nil || !here {
			continue // of another system
		}
		if n := len(packages); n > 0 && packages[n-1].pkg.Path() == s.pkg {
			packages[n-1].files = append(packages[n-1].files, s.file)
			continue
		}
		packages = append(packages, typed{fset: fset, files: []*ast.File{s.file}, pkg: types.NewPackage(s.pkg, "")})
	}
	// Files of a folder may come with another folder's between them.
	slices.SortStableFunc(packages, func(a, b typed) int { return strings.Compare(a.pkg.Path(), b.pkg.Path()) })
	for i := 0; i+1 < len(packages); {
		if packages[i].pkg.Path() != packages[i+1].pkg.Path() {
			i++
			continue
		}
		packages[i].files = append(packages[i].files, packages[i+1].files...)
		packages = slices.Delete(packages, i+1, i+2)
	}
	for i := range packages {
		p := &packages[i]
		p.info = &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
			Instances: map[*ast.Ident]types.Instance{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		}
		config := types.Config{Importer: imports}
		p.pkg, err = config.Check(p.pkg.Path(), fset, p.files, p.info)
		require.NoError(t, err)
	}
	return packages
}

// holdsDecimal reports whether comparing two values of a type with == compares the
// representations of decimals, in which 1 and 1.0 differ.
func holdsDecimal(t types.Type) bool {
	if t == nil {
		return false
	}
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == decimalImport && n.Obj().Name() == "Decimal" {
		return true
	}
	switch u := t.Underlying().(type) {
	case *types.Interface: // of a type parameter: == on it is a fault where a term has decimals
		for e := range u.EmbeddedTypes() {
			if terms, ok := e.(*types.Union); ok {
				for term := range terms.Terms() {
					if holdsDecimal(term.Type()) {
						return true
					}
				}
			}
		}
	case *types.Struct:
		for f := range u.Fields() {
			if holdsDecimal(f.Type()) {
				return true
			}
		}
	case *types.Array:
		return holdsDecimal(u.Elem())
	}
	return false
}

// Decimals are equal by value: == on one, on a struct that holds one, as the key of a
// map or in a generic function for comparable types, compares how they are written.
func TestDecimalsAreNotComparedByRepresentation(t *testing.T) {
	t.Parallel()
	for _, p := range typedSources(t) {
		fault := func(at token.Pos, what string) { t.Errorf("%s: %s", p.fset.Position(at), what) }
		for _, f := range p.files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BinaryExpr:
					if (n.Op == token.EQL || n.Op == token.NEQ) && holdsDecimal(p.info.TypeOf(n.X)) {
						fault(n.OpPos, n.Op.String()+" compares decimals")
					}
				case *ast.SwitchStmt:
					if n.Tag != nil && holdsDecimal(p.info.TypeOf(n.Tag)) {
						fault(n.Pos(), "switch compares decimals")
					}
				case *ast.MapType:
					if holdsDecimal(p.info.TypeOf(n.Key)) {
						fault(n.Pos(), "a decimal is the key of a map")
					}
				case *ast.SelectorExpr:
					if o := p.info.Uses[n.Sel]; o != nil && o.Pkg() != nil && o.Pkg().Path() == "reflect" && o.Name() == "DeepEqual" &&
						!strings.HasSuffix(filepath.ToSlash(p.fset.Position(n.Pos()).Filename), "document/write.go") { // of documents, whose numbers are text
						fault(n.Pos(), "reflect.DeepEqual")
					}
				case *ast.Ident:
					instance, ok := p.info.Instances[n]
					if !ok {
						break
					}
					generic, ok := p.info.Uses[n].Type().(*types.Signature)
					for i := 0; ok && i < generic.TypeParams().Len(); i++ {
						constraint := generic.TypeParams().At(i).Constraint().Underlying().(*types.Interface)
						if constraint.IsComparable() && !holdsDecimal(constraint) && holdsDecimal(instance.TypeArgs.At(i)) {
							fault(n.Pos(), n.Name+" compares decimals")
						}
					}
				}
				return true
			})
		}
	}
}

// Package variables hold no state: they are errors, tables and values made once, and
// nothing writes to one, takes its address, or hands out a slice or map.
func TestPackageStateIsFixed(t *testing.T) {
	t.Parallel()
	for _, p := range typedSources(t) {
		if p.pkg.Path() == modulePath+"/scenario/internal/toy" { // for tests
			continue
		}
		fault := func(at token.Pos, what string) { t.Errorf("%s: %s", p.fset.Position(at), what) }
		variables := map[types.Object]bool{}
		for _, name := range p.pkg.Scope().Names() {
			v, ok := p.pkg.Scope().Lookup(name).(*types.Var)
			if !ok {
				continue
			}
			variables[v] = true
			if v.Exported() && (!strings.HasPrefix(name, "Err") || v.Type().String() != "error") {
				fault(v.Pos(), name+": an exported variable that is no error")
			}
			if changes(v.Type()) {
				fault(v.Pos(), name+": "+v.Type().String()+" is there to be changed")
			}
		}
		variable := func(e ast.Expr) (types.Object, bool) {
			for {
				switch x := e.(type) {
				case *ast.ParenExpr:
					e = x.X
				case *ast.IndexExpr:
					e = x.X
				case *ast.SliceExpr:
					e = x.X
				case *ast.StarExpr:
					e = x.X
				case *ast.SelectorExpr:
					e = x.X
				case *ast.Ident:
					return p.info.Uses[x], variables[p.info.Uses[x]]
				default:
					return nil, false
				}
			}
		}
		for _, f := range p.files {
			read := map[ast.Expr]bool{} // slices and maps in places where they are only read
			ast.Inspect(f, func(n ast.Node) bool {
				written := func(e ast.Expr, how string) {
					if v, ok := variable(e); ok {
						fault(e.Pos(), v.Name()+" is "+how)
					}
				}
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, e := range n.Lhs {
						written(e, "assigned to")
					}
				case *ast.IncDecStmt:
					written(n.X, "assigned to")
				case *ast.UnaryExpr:
					if n.Op == token.AND {
						written(n.X, "handed out by its address")
					}
				case *ast.RangeStmt:
					read[n.X] = true
					for _, e := range []ast.Expr{n.Key, n.Value} {
						if e != nil && n.Tok == token.ASSIGN {
							written(e, "assigned to")
						}
					}
				case *ast.IndexExpr:
					read[n.X] = true
				case *ast.CallExpr:
					for i, e := range n.Args {
						if i == 0 && slices.Contains([]string{"delete", "clear", "copy"}, callee(p, n)) {
							written(e, "written by "+callee(p, n))
						}
						read[e] = slices.Contains([]string{"len", "slices.Contains", "slices.Index", "slices.Equal", "slices.Clone", "Closest", "closest.Name", "maps.Clone", "strings.Join"}, callee(p, n))
					}
					// A big.Int or Rat that returns a big.Int or Rat has been written to.
					if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
						if s := p.info.Selections[sel]; s != nil && strings.HasPrefix(s.Recv().String(), "*math/big.") && strings.HasPrefix(p.info.TypeOf(n).String(), "*math/big.") {
							written(sel.X, "the receiver that "+sel.Sel.Name+" writes")
						}
					}
				case *ast.Ident:
					if variables[p.info.Uses[n]] && !read[n] {
						switch p.info.TypeOf(n).Underlying().(type) {
						case *types.Slice, *types.Map:
							if p.pkg.Name() != "main" {
								fault(n.Pos(), n.Name+" is handed out, not a copy of it")
							}
						}
					}
				}
				return true
			})
		}
	}
}

// callee is the name of a function called: "len", "slices.Contains".
func callee(p typed, call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if o := p.info.Uses[fun.Sel]; o != nil && o.Pkg() != nil {
			return path.Base(o.Pkg().Path()) + "." + fun.Sel.Name
		}
	}
	return ""
}

// changes reports whether values of a type are there to be changed: locks, counters,
// channels, and structs and pools with them.
func changes(t types.Type) bool {
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil {
		switch n.Obj().Pkg().Path() {
		case "sync", "sync/atomic":
			return true
		case "embed", "regexp":
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return true
	case *types.Pointer:
		return !strings.HasPrefix(t.String(), "*math/big.") && !strings.HasPrefix(t.String(), "*regexp.") && changes(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if _, named := types.Unalias(f.Type()).(*types.Named); named && changes(f.Type()) {
				return true
			}
		}
	}
	return false
}

// Every field of an exported struct, and every method of an exported interface, is
// said: in a comment of its own, in that of its neighbour above, or by its name's
// being in the comment of the type, or its type's own name.
func TestFieldsAreDocumented(t *testing.T) {
	fset, files := sources(t)
	checked := 0
	for _, s := range files {
		if strings.Contains(s.pkg, "/examples") || strings.Contains(s.pkg, "/internal") {
			continue
		}
		for _, d := range s.file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				ts, ok := spec.(*ast.TypeSpec)
				if !ok || !ts.Name.IsExported() {
					continue
				}
				var fields *ast.FieldList
				switch x := ts.Type.(type) {
				case *ast.StructType:
					fields = x.Fields
				case *ast.InterfaceType:
					fields = x.Methods
				default:
					continue
				}
				about := strings.ToLower(g.Doc.Text() + ts.Doc.Text())
				above := false // the neighbour above has a comment that may be for both
				for _, f := range fields.List {
					for _, name := range f.Names {
						if !name.IsExported() {
							continue
						}
						checked++
						said := f.Doc != nil || f.Comment != nil || above || selfEvident(name.Name, f.Type) || strings.Contains(about, words(name.Name))
						assert.True(t, said, "%s: %s.%s has no comment", fset.Position(name.Pos()), ts.Name.Name, name.Name)
					}
					above = f.Doc != nil
				}
			}
		}
	}
	require.Greater(t, checked, 50, "the guard sees fields")
}

// words are a name's, as a comment has them: "LeftOut" is "left out".
func words(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}

// selfEvident reports whether a field is named for its type, or is one of the names
// that mean the same everywhere in the library.
func selfEvident(name string, t ast.Expr) bool {
	switch x := t.(type) {
	case *ast.Ident:
		if x.Name == name {
			return true
		}
	case *ast.SelectorExpr:
		if x.Sel.Name == name {
			return true
		}
	case *ast.ArrayType:
		if i, ok := x.Elt.(*ast.Ident); ok && (i.Name+"s" == name || i.Name == name) {
			return true
		}
	}
	return slices.Contains([]string{"Line", "Lines", "Year", "Years", "Param", "Unit", "Name", "Index", "Count", "Err", "Value", "Values",
		"Model", "Source", "Operands", "Baseline", "Alternative", "Regular", "Peacekeeping", "Amount", "Present",
		"Params", "Metrics", "Inputs", "Low", "High", "Total", "Planned"}, name)
}
