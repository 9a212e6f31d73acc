package burden

import (
	"slices"
	"strconv"
	"strings"
)

// Site is the place of a node in a formula: the operand indexes that lead to
// it from the top, joined by dots. The top is "".
type Site string

// child returns the site of the i-th operand.
func (s Site) child(i int) Site {
	if s == "" {
		return Site(strconv.Itoa(i))
	}
	return s + Site("."+strconv.Itoa(i))
}

// Walk calls visit for each node of f, parents before operands, operands from
// left to right, until visit returns false. Names of lines are leaves: a walk
// never runs into another definition. A formula beyond the limits of size is
// not walked.
func Walk(f Formula, visit func(Site, Node) bool) {
	if !f.tooLarge() && visit != nil {
		f.walk("", visit)
	}
}

func (f Formula) walk(at Site, visit func(Site, Node) bool) bool {
	if f.n == nil {
		return true
	}
	if !visit(at, f.Node()) {
		return false
	}
	for i, o := range f.n.Operands {
		if !o.walk(at.child(i), visit) {
			return false
		}
	}
	return true
}

// Rewrite returns f with the node at a site replaced. It returns an
// [ErrUnknownName] if f has no such site.
func Rewrite(f Formula, at Site, replacement Operand) (Formula, error) {
	var path []int
	if at != "" {
		for part := range strings.SplitSeq(string(at), ".") {
			i, err := strconv.Atoi(part)
			if err != nil {
				return Formula{}, &Error{Input: "site", Value: string(at), Err: ErrUnknownName}
			}
			path = append(path, i)
		}
	}
	r, ok := f.replace(path, operands(replacement)[0])
	if !ok {
		return Formula{}, &Error{Input: "site", Value: string(at), Err: ErrUnknownName}
	}
	return r, nil
}

func (f Formula) replace(path []int, with Formula) (Formula, bool) {
	if len(path) == 0 {
		return with, true
	}
	i := path[0]
	if f.n == nil || i < 0 || i >= len(f.n.Operands) {
		return Formula{}, false
	}
	o, ok := f.n.Operands[i].replace(path[1:], with)
	if !ok {
		return Formula{}, false
	}
	n := f.n.Node
	n.Operands = slices.Clone(n.Operands)
	n.Operands[i] = o
	return build(n, f.n.fault), true
}
