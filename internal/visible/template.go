package visible

import "text/template/parse"

// name is what a template calls the function of [Funcs] by.
const name = "visible"

// Funcs is the function that [Template] makes a template call.
func Funcs() map[string]any { return map[string]any{name: value} }

// value is [Text] of a string, and every other value as it is: what a template made itself,
// such as template.HTML, is no text of somebody else's.
func value(v any) any {
	if s, ok := v.(string); ok {
		return Text(s)
	}
	return v
}

// Template makes a template send everything that it prints through the function of [Funcs],
// which it must have, so that no place of a page can be forgotten. It takes the root of the
// template's tree.
func Template(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(name)}})
			}
		case *parse.IfNode:
			Template(n.List)
			Template(n.ElseList)
		case *parse.RangeNode:
			Template(n.List)
			Template(n.ElseList)
		case *parse.WithNode:
			Template(n.List)
			Template(n.ElseList)
		case *parse.ListNode:
			Template(n)
		}
	}
}
