package main

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// describe lists the exported declarations of a package by name: constants with their
// values, types with their exported fields and methods, a line each.
func describe(p *types.Package) string {
	var b strings.Builder
	d := describer{&b, func(other *types.Package) string {
		if other == p {
			return ""
		}
		return other.Name()
	}}
	for _, name := range p.Scope().Names() { // in order
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		switch o := o.(type) {
		case *types.Const:
			fmt.Fprintf(&b, "const %s %s = %s\n", name, d.text(o.Type()), o.Val().ExactString())
		case *types.TypeName:
			d.typeName(o)
		default:
			fmt.Fprintln(&b, types.ObjectString(o, d.qualifier))
		}
	}
	return b.String()
}

type describer struct {
	*strings.Builder
	qualifier types.Qualifier
}

func (d describer) text(t types.Type) string { return types.TypeString(t, d.qualifier) }

func (d describer) typeName(o *types.TypeName) {
	if a, ok := o.Type().(*types.Alias); ok {
		fmt.Fprintf(d, "type %s%s = %s\n", o.Name(), d.parameters(a.TypeParams()), d.text(a.Rhs()))
		return
	}
	named := o.Type().(*types.Named)
	head := "type " + o.Name() + d.parameters(named.TypeParams())
	switch u := named.Underlying().(type) {
	case *types.Struct:
		comparable := ""
		if !types.Comparable(named) {
			comparable = ", not comparable"
		}
		fmt.Fprintf(d, "%s struct%s\n", head, comparable)
		d.fields(u, "\t")
	case *types.Interface:
		fmt.Fprintf(d, "%s interface\n", head)
		for e := range u.EmbeddedTypes() {
			if types.IsInterface(e) {
				continue // its methods are listed
			} else {
				fmt.Fprintf(d, "\t%s\n", d.text(e))
			}
		}
		closed := false
		for m := range u.Methods() {
			if m.Exported() {
				fmt.Fprintf(d, "\t%s%s\n", m.Name(), strings.TrimPrefix(d.text(m.Type()), "func"))
			} else {
				closed = true
			}
		}
		if closed {
			fmt.Fprint(d, "\t… and methods that are not exported, so no other package can implement it\n")
		}
		return
	default:
		fmt.Fprintf(d, "%s %s\n", head, d.text(u))
	}
	values := types.NewMethodSet(named)
	all := types.NewMethodSet(types.NewPointer(named))
	for m := range all.Methods() {
		if !m.Obj().Exported() {
			continue
		}
		star := "*"
		if values.Lookup(m.Obj().Pkg(), m.Obj().Name()) != nil {
			star = ""
		}
		fmt.Fprintf(d, "func (%s%s) %s%s\n", star, o.Name(), m.Obj().Name(), strings.TrimPrefix(d.text(m.Type()), "func"))
	}
}

// fields lists the exported fields, and what is promoted from embedded types that are
// not exported.
func (d describer) fields(s *types.Struct, indent string) {
	for i := range s.NumFields() {
		f := s.Field(i)
		switch inner, ok := embedded(f); {
		case f.Exported():
			name := f.Name()
			if f.Embedded() {
				name = "embedded"
			}
			tag := ""
			if s.Tag(i) != "" {
				tag = " " + strconv.Quote(s.Tag(i))
			}
			fmt.Fprintf(d, "%s%s %s%s\n", indent, name, d.text(f.Type()), tag)
		case ok:
			d.fields(inner, indent)
		}
	}
}

// embedded returns the struct that a field embeds, if it does.
func embedded(f *types.Var) (*types.Struct, bool) {
	if !f.Embedded() {
		return nil, false
	}
	t := f.Type()
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	return s, ok
}

func (d describer) parameters(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var all []string
	for p := range list.TypeParams() {
		all = append(all, p.Obj().Name()+" "+d.text(p.Constraint()))
	}
	return "[" + strings.Join(all, ", ") + "]"
}
