package burden

import (
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxBrackets bounds how deep brackets nest in a text, before anything is parsed:
// a formula within [MaxDepth] is written with at most three a node.
const maxBrackets = 3*MaxDepth + 1

// scan looks at every token of the text from an offset on, before Go's parser sees
// it: what a reader would misread is refused in words, and what is left cannot make
// the parser recurse deeper than brackets nest.
func (r *textReader) scan(from int) {
	var first *TextError // of the scanner; used if nothing better is said
	handle := func(at token.Position, msg string) {
		if first == nil {
			first = &TextError{Offset: at.Offset, Problem: msg}
		}
	}
	file := token.NewFileSet().AddFile("", -1, len(r.src))
	src := r.src
	if from > 0 {
		src = append([]byte(strings.Repeat(" ", from)), src[from:]...)
	}
	var s scanner.Scanner
	s.Init(file, src, handle, scanner.ScanComments)
	depth, tokens := 0, 0
	if strings.HasPrefix(r.text, "\ufeff") { // which the scanner would skip
		r.fault(0, foreign(r.text), "", ErrSyntax)
	}
	var before, earlier lexeme
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF || tok == token.SEMICOLON && text == "\n" {
			break
		}
		tokens++
		now := lexeme{at: file.Offset(pos), tok: tok, text: text, unary: !before.ends()}
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if depth++; depth == maxBrackets {
				r.fault(now.at, "brackets nest deeper than "+strconv.Itoa(maxBrackets), "", ErrTooLarge)
				return
			}
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		problem := r.misplaced(before, now)
		if said := commaWithin(earlier, before, now, depth); said != "" {
			problem = said
		}
		if problem != "" {
			r.fault(now.at, problem, "", ErrSyntax)
			if len(r.faults) == maxTextFaults {
				return
			}
			now = lexeme{tok: token.IDENT} // what follows is not at fault
		}
		earlier, before = before, now
	}
	switch {
	case len(r.faults) > 0:
	case first != nil:
		r.fault(first.Offset, first.Problem, "", ErrSyntax)
	case tokens == 0:
		r.fault(from, "there is no formula", "", ErrIncomplete)
	}
}

// lexeme is a token with its place.
type lexeme struct {
	at    int
	tok   token.Token
	text  string
	unary bool // of a sign: it stands before its operand, not between two
}

// ends reports whether an operand may end with the token, so that an operator may
// follow.
func (l lexeme) ends() bool {
	switch l.tok {
	case token.IDENT, token.INT, token.FLOAT, token.STRING, token.RPAREN, token.RBRACK, token.RBRACE:
		return true
	}
	return false
}

// commaWithin says how a number is written that has a comma in it: 0,04 or 1,000. In
// brackets a comma between digits parts operands, unless no number begins like that.
func commaWithin(first, comma, second lexeme, depth int) string {
	whole := first.tok == token.INT && comma.tok == token.COMMA && (second.tok == token.INT || second.tok == token.FLOAT)
	if !whole || comma.at != first.at+len(first.text) || second.at != comma.at+1 {
		return ""
	}
	digits := second.text
	leading := len(digits) > 1 && digits[0] == '0' && digits[1] != '.'
	switch {
	case depth > 0 && !leading:
		return ""
	case len(digits) == 3 && first.text != "0" || second.tok == token.FLOAT:
		return "numbers are written without commas: " + abbreviate(first.text+digits) + ", or with a decimal point"
	}
	return "a decimal point is a point: " + abbreviate(first.text+"."+digits)
}

const power = "a power is written pow(a / b, p, q), for a / b to the power p/q"

// misplaced says what is wrong with a token after another, if anything is.
func (r *textReader) misplaced(before, now lexeme) string {
	switch now.tok {
	case token.IDENT, token.STRING, token.LPAREN, token.RPAREN, token.RBRACK, token.RBRACE, token.COMMA, token.COLON, token.PERIOD:
		return ""
	case token.INT, token.FLOAT:
		return misread(now.text)
	case token.LBRACK:
		if now.unary {
			return "[ … ] stands behind what it is of, such as cpi[-2]: there are no lists"
		}
		return ""
	case token.LBRACE:
		if before.tok != token.IDENT && len(r.faults) == 0 {
			return "{ … } stands only behind by_year"
		}
		return ""
	case token.SUB:
		if before.tok == token.SUB && before.unary {
			return "two minus signs"
		}
		return ""
	case token.ADD, token.MUL, token.QUO, token.LSS:
		if now.tok == token.MUL && before.tok == token.MUL {
			return power
		}
		if now.unary {
			return now.tok.String() + " stands between two operands"
		}
		return ""
	case token.COMMENT:
		return "comments are not part of a formula"
	case token.IMAG:
		return "there are no imaginary numbers: " + quoted(now.text)
	case token.CHAR:
		return "not a number and not a name: " + abbreviate(now.text)
	case token.ASSIGN:
		return "= has no place in a formula"
	case token.GTR:
		return "comparisons are written with <: b < a for a > b"
	case token.LEQ, token.GEQ, token.EQL, token.NEQ:
		return "comparisons are written with <: when(b < a, y, x) for when(a <= b, x, y)"
	case token.XOR:
		return power
	case token.INC, token.DEC:
		return "two signs"
	case token.REM:
		if before.tok == token.INT || before.tok == token.FLOAT {
			if v, err := Parse(before.text + "%"); err == nil {
				return "a percentage is written as a number: " + Text(v)
			}
		}
		return "a percentage is written as a number: 0.04"
	case token.ILLEGAL:
		return foreign(now.text)
	}
	if now.tok == token.IF || now.tok == token.SWITCH {
		return "a choice is written when(a < b, x, y)"
	}
	if now.tok.IsKeyword() {
		return now.text + " is a word of Go and names nothing"
	}
	return quoted(now.tok.String()) + " has no place in a formula"
}

// misread says how a number that Go reads may be taken for another, if it may.
func misread(text string) string {
	digits, lower := text, strings.ToLower(text)
	switch {
	case strings.Contains(text, "_"):
		return "numbers are written without _: " + strings.ReplaceAll(abbreviate(text), "_", "")
	case strings.ContainsAny(lower, "xbo") || strings.Contains(lower, "p"):
		return "numbers are written in decimal digits, not " + abbreviate(text)
	case len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9':
		return "numbers are written without a leading zero: " + abbreviate(text)
	case strings.HasPrefix(text, "."):
		return "a number begins with a digit: 0" + abbreviate(text)
	case strings.HasSuffix(text, ".") || strings.Contains(lower, ".e"):
		return "a decimal point stands between digits: " + abbreviate(text)
	}
	return ""
}

// foreign says what to write for a character that formulas do not have.
func foreign(text string) string {
	c, _ := utf8.DecodeRuneInString(text)
	for _, known := range []struct{ typed, instead string }{
		{"×·∙⋅", "*"}, {"÷∕", "/"}, {"−–—‐‑", "-"}, {"“”„«»", `"`}, {"≤≥≠", "<, as in when(a < b, x, y)"}, {"，、", ","}, {"（", "("}, {"）", ")"}, {"'‘’", "nothing"},
	} {
		if strings.ContainsRune(known.typed, c) {
			return quoted(string(c)) + " is written " + known.instead
		}
	}
	return quoted(string(c)) + " has no place in a formula"
}
