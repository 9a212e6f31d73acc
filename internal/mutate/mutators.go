package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

// change is an edit and the kind of mistake it is.
type change struct {
	mutator string
	edit    edit
}

// methods are calls that are easily confused, by the name called.
var methods = map[string]string{
	"Add": "Sub", "Sub": "Add", "Mul": "Add",
	"Plus": "Minus", "Minus": "Plus", "Times": "Plus", "Per": "Times",
	"LessThan": "LessThanOrEqual", "LessThanOrEqual": "LessThan",
	"GreaterThan": "GreaterThanOrEqual", "GreaterThanOrEqual": "GreaterThan",
	"AtMost": "AtLeast", "AtLeast": "AtMost",
	"IsPositive": "IsNegative", "IsNegative": "IsPositive",
	"Min": "Max", "Max": "Min",
}

// modes are the rounding modes, each with one that differs on some values only.
var modes = map[string]string{
	"HalfUp": "HalfEven", "HalfEven": "HalfUp", "HalfDown": "HalfUp",
	"Up": "Ceiling", "Down": "Floor", "Ceiling": "Up", "Floor": "Down",
}

// dropped are methods whose receiver could stand in their place.
var dropped = []string{"Rounded", "RoundedTo", "Neg", "Abs"}

var operators = map[token.Token]string{
	token.LSS: "<=", token.LEQ: "<", token.GTR: ">=", token.GEQ: ">",
	token.EQL: "!=", token.NEQ: "==", token.LAND: "||", token.LOR: "&&",
	token.ADD: "-", token.SUB: "+", token.MUL: "+", token.QUO: "*",
}

var assignments = map[token.Token]string{token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=", token.INC: "--", token.DEC: "++"}

// changes lists the mistakes that could be made in a function, in order of place.
func (f *sourceFile) changes(fn *ast.FuncDecl) []change {
	var list []change
	offset := f.offset
	replace := func(mutator string, from, to token.Pos, text string) {
		list = append(list, change{mutator, edit{offset(from), offset(to), text}})
	}
	text := func(n ast.Node) string { return string(f.text[offset(n.Pos()):offset(n.End())]) }
	negate := func(cond ast.Expr) {
		if isErrorCheck(cond) {
			replace("error", cond.Pos(), cond.End(), "false && "+text(cond))
			return
		}
		replace("negate", cond.Pos(), cond.End(), "!("+text(cond)+")")
	}
	isMode := func(name string) bool { return modes[name] != "" }

	skip := map[ast.Node]bool{}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if n == nil || skip[n] {
			return false
		}
		switch n := n.(type) {
		case *ast.IfStmt:
			negate(n.Cond)
			skip[n.Cond] = isErrorCheck(n.Cond) // its one mistake is listed
		case *ast.ForStmt:
			// A loop's condition negated ends it at once or never; its operator says more.
		case *ast.SwitchStmt:
			if n.Tag == nil {
				for _, clause := range n.Body.List {
					for _, cond := range clause.(*ast.CaseClause).List {
						negate(cond)
						skip[cond] = isErrorCheck(cond)
					}
				}
			}
		case *ast.BinaryExpr:
			if by := operators[n.Op]; by != "" {
				replace("operator", n.OpPos, n.OpPos+token.Pos(len(n.Op.String())), by)
			}
			if one := literal(n.Y) == "1"; one && (n.Op == token.ADD || n.Op == token.SUB) {
				replace("lag", n.X.End(), n.Y.End(), "") // year-1 is year
				skip[n.Y] = true
			}
		case *ast.CallExpr:
			switch fun := n.Fun.(type) {
			case *ast.SelectorExpr:
				if by := methods[fun.Sel.Name]; by != "" {
					replace("method", fun.Sel.Pos(), fun.Sel.End(), by)
				}
				if slices.Contains(dropped, fun.Sel.Name) {
					replace("drop", fun.X.End(), n.End(), "")
				}
				if fun.Sel.Name == "Equal" {
					replace("negate", n.Pos(), n.End(), "!"+text(n))
				}
			case *ast.Ident:
				if by := map[string]string{"min": "max", "max": "min"}[fun.Name]; by != "" {
					replace("limit", fun.Pos(), fun.End(), by)
				}
			}
		case *ast.SelectorExpr:
			// A mode of another package, burden.HalfUp. Fields and methods of these names are none.
			if x, ok := n.X.(*ast.Ident); ok && isMode(n.Sel.Name) && (x.Name == "burden" || x.Name == "exact") {
				replace("mode", n.Sel.Pos(), n.Sel.End(), modes[n.Sel.Name])
			}
			skip[n.Sel] = true
		case *ast.KeyValueExpr:
			if _, ok := n.Key.(*ast.Ident); ok {
				skip[n.Key] = true
			}
		case *ast.Ident:
			switch {
			case isMode(n.Name):
				replace("mode", n.Pos(), n.End(), modes[n.Name])
			case n.Name == "true":
				replace("bool", n.Pos(), n.End(), "false")
			case n.Name == "false":
				replace("bool", n.Pos(), n.End(), "true")
			}
		case *ast.BasicLit:
			if by := nudged(n); by != "" {
				replace("constant", n.Pos(), n.End(), by)
			}
		case *ast.SliceExpr:
			// Bounds that are numbers are nudged; others are left out.
			if n.Low != nil && literal(n.Low) == "" && !n.Slice3 {
				replace("bound", n.Low.Pos(), n.Low.End(), "")
			}
			if n.High != nil && literal(n.High) == "" && !n.Slice3 {
				replace("bound", n.High.Pos(), n.High.End(), "")
			}
		case *ast.AssignStmt:
			if by := assignments[n.Tok]; by != "" {
				replace("operator", n.TokPos, n.TokPos+token.Pos(len(n.Tok.String())), by)
			}
		case *ast.IncDecStmt:
			replace("operator", n.TokPos, n.TokPos+token.Pos(len(n.Tok.String())), assignments[n.Tok])
		case *ast.ExprStmt:
			replace("statement", n.Pos(), n.End(), "")
		case *ast.BranchStmt:
			if n.Label == nil && n.Tok == token.CONTINUE {
				replace("statement", n.Pos(), n.End(), "")
			}
		case *ast.ArrayType:
			return false // a length is no number that is reckoned with
		}
		return true
	})
	slices.SortStableFunc(list, func(a, b change) int { return a.edit.from - b.edit.from })
	return list
}

// isErrorCheck reports whether a condition is that an error is not nil.
func isErrorCheck(cond ast.Expr) bool {
	b, ok := cond.(*ast.BinaryExpr)
	if !ok || b.Op != token.NEQ {
		return false
	}
	x, xOK := b.X.(*ast.Ident)
	y, yOK := b.Y.(*ast.Ident)
	return xOK && yOK && y.Name == "nil" && (x.Name == "err" || x.Name == "fault")
}

// literal is the text of an integer written out, "" of anything else.
func literal(e ast.Expr) string {
	if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.INT {
		return l.Value
	}
	return ""
}

// nudged is an integer one off, "" for what is none.
func nudged(l *ast.BasicLit) string {
	if l.Kind != token.INT {
		return ""
	}
	n, err := strconv.ParseInt(l.Value, 0, 64)
	switch {
	case err != nil:
		return ""
	case n == 1:
		return "0"
	}
	return strconv.FormatInt(n+1, 10)
}
