package main

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
)

// key names a change by its content: the function, the kind of mistake, and the code
// around the change, with «the code there → what it becomes»:
//
//	Stack.Top lag: len(s.list)«-1 → nothing»
//
// For "negate" and "error" the key shows only the condition: it becomes !(…) or
// false && …. The key has neither file nor package, so it stays when they change. Two
// functions of one name in two packages share a key if they share the code.
func (f *sourceFile) key(fn *ast.FuncDecl, c change) string {
	head, code := f.around(fn, c)
	becomes := " → " + c.edit.text
	switch {
	case c.mutator == "negate" || c.mutator == "error":
		becomes = ""
	case c.edit.text == "":
		becomes = " → nothing"
	}
	text := f.plain(code.from, c.edit.from) + "«" + f.plain(c.edit.from, c.edit.to) + becomes + "»" + f.plain(c.edit.to, code.to)
	if head.to > 0 {
		text = strings.TrimSpace(f.plain(head.from, head.to)) + " … " + text
	}
	return functionName(fn) + " " + c.mutator + ": " + strings.TrimSpace(text)
}

// around finds the code that a key quotes: the smallest expression or statement around
// the edit that says more than a name or a number. A statement with a block is quoted up
// to its block. An if with a short condition, such as err != nil, is quoted together with
// the assignment before it. A return and a continue say little alone, so they also get a
// head: the statement whose block they are in.
func (f *sourceFile) around(fn *ast.FuncDecl, c change) (head, code edit) {
	e := c.edit
	var block edit      // the head of the innermost block
	var before ast.Stmt // the assignment before the statement that comes next
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if n == nil || f.offset(n.Pos()) > e.from || f.offset(n.End()) < e.to {
			return false
		}
		switch n := n.(type) {
		case *ast.BlockStmt:
			before = f.assignmentBefore(n.List, e)
			return true
		case *ast.FieldList:
			return true
		case ast.Expr:
			if short(n) || c.mutator == "bound" && f.offset(n.Pos()) == e.from && f.offset(n.End()) == e.to {
				return true
			}
		}
		head, code = edit{}, edit{from: f.offset(n.Pos()), to: f.offset(n.End())}
		if at := blockOf(n); at.IsValid() {
			code.to = f.offset(at)
			if s, ok := n.(*ast.IfStmt); ok && s.Init == nil && short(s.Cond) && before != nil {
				code.from = f.offset(before.Pos())
			}
			block, before = code, nil
		}
		switch n := n.(type) {
		case *ast.ReturnStmt, *ast.BranchStmt:
			head = block
		case *ast.FuncLit:
			block = edit{}
		case *ast.CaseClause:
			before = f.assignmentBefore(n.Body, e)
		case *ast.CommClause:
			before = f.assignmentBefore(n.Body, e)
		}
		return true
	})
	return head, code
}

// assignmentBefore returns the assignment that comes just before the statement with the
// edit, or nil if there is none.
func (f *sourceFile) assignmentBefore(list []ast.Stmt, e edit) ast.Stmt {
	i := slices.IndexFunc(list, func(s ast.Stmt) bool { return f.offset(s.End()) >= e.to })
	if i > 0 {
		if a, ok := list[i-1].(*ast.AssignStmt); ok {
			return a
		}
	}
	return nil
}

// short reports whether an expression is only a name or a literal, perhaps with a sign,
// or the check of an error.
func short(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident, *ast.BasicLit, *ast.SelectorExpr:
		return true
	case *ast.ParenExpr:
		return short(e.X)
	case *ast.UnaryExpr:
		return short(e.X)
	}
	return isErrorCheck(e)
}

// blockOf returns where the block of a statement begins.
func blockOf(n ast.Node) token.Pos {
	switch n := n.(type) {
	case *ast.IfStmt:
		return n.Body.Pos()
	case *ast.ForStmt:
		return n.Body.Pos()
	case *ast.RangeStmt:
		return n.Body.Pos()
	case *ast.SwitchStmt:
		return n.Body.Pos()
	case *ast.TypeSwitchStmt:
		return n.Body.Pos()
	case *ast.CaseClause:
		return n.Colon
	case *ast.CommClause:
		return n.Colon
	}
	return token.NoPos
}

// plain returns code on one line, without comments. It also leaves out the names of this
// module's packages: scenario.Years and Years are the same, seen from two packages.
func (f *sourceFile) plain(from, to int) string {
	var (
		s       scanner.Scanner
		out     []byte
		end     int         // of the last token
		last    token.Token // the last one written
		name    = -1        // where it begins in out, if it may be a package
		newLine bool        // the last line ended a statement
	)
	file := token.NewFileSet().AddFile("", -1, to-from)
	s.Init(file, f.text[from:to], nil, 0)
	for {
		pos, tok, text := s.Scan()
		at := file.Offset(pos)
		if tok == token.SEMICOLON && text == "\n" {
			newLine = true
			continue
		}
		if newLine && tok != token.EOF {
			out = append(out, ';')
		}
		if at > end {
			out = append(out, ' ')
		}
		if tok == token.EOF {
			return string(out)
		}
		if text == "" {
			text = tok.String()
		}
		end, newLine = at+len(text), false
		if tok == token.PERIOD && name >= 0 {
			out, name = out[:name], -1
			continue
		}
		name = -1
		if tok == token.IDENT && last != token.PERIOD && f.imports(text) {
			name = len(out)
		}
		out, last = append(out, text...), tok
	}
}

// folded returns a key in the form in which keys are compared. Spaces do not count,
// since gofmt sets them by context. Capitals do not count either: a function that moves
// to another package may gain an exported name.
func folded(key string) string { return strings.ToLower(strings.Join(strings.Fields(key), "")) }

// imports reports whether a file imports a package of this module by the name.
func (f *sourceFile) imports(name string) bool {
	for _, s := range f.ast.Imports {
		p, _ := strconv.Unquote(s.Path.Value)
		if strings.HasPrefix(p, f.of.Module.Path+"/") && (s.Name == nil && path.Base(p) == name || s.Name != nil && s.Name.Name == name) {
			return true
		}
	}
	return false
}
