package display

import (
	"slices"
	"strings"

	"example.com/burdenshare/internal/visible"
)

// Table is a table for people, made of text: what it holds is shown, not reckoned
// with.
type Table struct {
	Head []string   // names of the columns
	Rows [][]string // each as long as the head
	Left int        // how many of the first columns are words, and stand flush left; the others are numbers
	Foot []string   // what has to be known of the table: what was rounded
}

// String writes the table as plain text in columns, its foot below.
func (t Table) String() string {
	if len(t.Head) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(Align(slices.Concat([][]string{t.Head}, t.Rows), t.Left))
	for _, line := range t.Foot {
		b.WriteString(visible.Text(line) + "\n")
	}
	return b.String()
}

// Markdown writes the table as GitHub Flavored Markdown, its foot below in one
// paragraph. Characters that mean something there are escaped.
func (t Table) Markdown() string {
	if len(t.Head) == 0 {
		return ""
	}
	cells := [][]string{escaped(t.Head), make([]string, len(t.Head))}
	for i := range t.Head {
		cells[1][i] = "---"
		if i >= t.Left {
			cells[1][i] = "---:"
		}
	}
	for _, row := range t.Rows {
		cells = append(cells, escaped(row))
	}
	var b strings.Builder
	for _, row := range cells {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	if len(t.Foot) > 0 {
		foot := escaped(t.Foot)
		for i, line := range foot {
			foot[i] = paragraph(line)
		}
		b.WriteString("\n" + strings.Join(foot, "  \n") + "\n")
	}
	return b.String()
}

// escaped makes text mean itself in Markdown.
func escaped(cells []string) []string {
	r := strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "&", "&amp;", "[", `\[`, "~", `\~`, "$", `\$`)
	list := make([]string, len(cells))
	for i, s := range cells {
		list[i] = r.Replace(visible.Text(s))
	}
	return list
}

// paragraph makes a line of Markdown text of a paragraph: no heading, list, quotation or
// line below a heading, whatever it begins with.
func paragraph(line string) string {
	line = strings.TrimLeft(line, " ")
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch rest := line[digits:]; {
	case digits > 0 && rest != "" && strings.ContainsRune(".)", rune(rest[0])):
		return line[:digits] + `\` + rest
	case digits == 0 && line != "" && strings.ContainsRune("#-+>=", rune(line[0])):
		return `\` + line
	}
	return line
}
