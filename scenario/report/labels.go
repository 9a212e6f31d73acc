package report

import (
	"strings"

	"example.com/burdenshare/burden"
)

// label is what readers call a parameter.
func (c Caption) label(p burden.Param) string { return labelOf(c.Labels, p) }

// call is what readers call what has a name, or begins with one: "cpi in 2027".
func (c Caption) call(name string) string { return called(c.Labels, name) }

func labelOf(labels map[string]string, p burden.Param) string {
	if label := labels[p.Name()]; label != "" {
		return label
	}
	if p.Purpose() != "" {
		return p.Purpose()
	}
	return called(nil, p.Name())
}

// called puts labels for the names in a text, and else takes underscores away.
func called(labels map[string]string, text string) string {
	if label := labels[text]; label != "" {
		return label
	}
	words := strings.Split(text, " ")
	for i, w := range words {
		if label := labels[w]; label != "" {
			words[i] = label
		} else {
			words[i] = strings.ReplaceAll(w, "_", " ")
		}
	}
	return strings.Join(words, " ")
}
