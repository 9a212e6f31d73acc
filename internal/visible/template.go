package visible

import "text/template/parse"

// Name is what [Print] calls [Value] by: a template needs a function of this name.
const Name = "visible"

// Value is [Text] of a string, and every other value as it is: what a template made itself,
// such as template.HTML, is no text of somebody else's.
func Value(v any) any {
	if s, ok := v.(string); ok {
		return Text(s)
	}
	return v
}

// Print makes a template send everything that it prints through its function [Name], so that
// no place of a page can be forgotten. It takes the root of the template's tree.
func Print(list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		switch n := n.(type) {
		case *parse.ActionNode:
			if len(n.Pipe.Decl) == 0 {
				n.Pipe.Cmds = append(n.Pipe.Cmds, &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{parse.NewIdentifier(Name)}})
			}
		case *parse.IfNode:
			Print(n.List)
			Print(n.ElseList)
		case *parse.RangeNode:
			Print(n.List)
			Print(n.ElseList)
		case *parse.WithNode:
			Print(n.List)
			Print(n.ElseList)
		case *parse.ListNode:
			Print(n)
		}
	}
}
