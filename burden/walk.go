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

// Limits returns the limits at the top of a formula that a projection puts on record
// where they bind or are reached: the ceilings of a minimum, the floors of a maximum, the
// floor and the ceiling of a part. Other formulas have none, and neither has a minimum or
// maximum that is mere arithmetic, such as the slice of a bracket.
func (f Formula) Limits() []Formula {
	if f.n == nil || f.n.unagreed {
		return nil
	}
	switch o := f.n.Operands; f.n.Kind {
	case MinimumNode, MaximumNode:
		return slices.Clone(o[1:])
	case PartNode:
		n := len(f.n.Shares.Keys)
		bounds := []Formula{o[1+n+f.n.Part], o[1+2*n+f.n.Part]}
		return slices.DeleteFunc(bounds, func(b Formula) bool { return b.n == nil })
	}
	return nil
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
	made := build(n, f.n.fault)
	made.n.unagreed = f.n.unagreed
	return made, true
}
