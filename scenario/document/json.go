package document

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// Write writes the document as JSON that [Read] reads, laid out for people:
// what fits in a line is in one. Without a document or a writer it returns a
// [burden.ErrIncomplete].
func (d *Document) Write(w io.Writer) error {
	text, err := d.json()
	if err != nil {
		return err
	}
	if w == nil {
		return &Error{File: d.File, Problem: "there is nothing to write to", Err: burden.ErrIncomplete}
	}
	t := &tree{data: text, dec: json.NewDecoder(bytes.NewReader(text))}
	t.dec.UseNumber()
	v := t.value(0)
	if len(text) > MaxSize || t.tooMuch {
		return &Error{File: d.File, Problem: "would have more than " + strconv.Itoa(MaxSize) + " bytes or " + strconv.Itoa(maxValues) + " values, the limits of a document; make several of it", Err: burden.ErrTooLarge}
	}
	var b strings.Builder
	v.layOut(&b, 0, 0)
	b.WriteByte('\n')
	_, err = io.WriteString(w, b.String())
	return err
}

// lineWidth is how many bytes a line of a written document has, where it has a choice.
const lineWidth = 160

// layOut writes a value behind what its line has already: in the line if it fits there
// and is not the whole document, else each member in lines of its own.
func (v *jsonValue) layOut(b *strings.Builder, depth, used int) {
	line := v.inline()
	if depth > 0 && 2*depth+used+len(line) <= lineWidth || len(v.members)+len(v.items) == 0 {
		b.WriteString(line)
		return
	}
	indent := "\n" + strings.Repeat("  ", depth+1)
	for i, m := range v.members {
		b.WriteString([]string{"{", ","}[min(i, 1)] + indent)
		key := jsonString(m.key) + ": "
		b.WriteString(key)
		m.layOut(b, depth+1, len(key)+1)
	}
	for i, item := range v.items {
		b.WriteString([]string{"[", ","}[min(i, 1)] + indent)
		item.layOut(b, depth+1, 1)
	}
	b.WriteString("\n" + strings.Repeat("  ", depth) + map[byte]string{'{': "}", '[': "]"}[v.kind])
}

// inline writes a value in one line.
func (v *jsonValue) inline() string {
	var parts []string
	switch v.kind {
	case '{':
		for _, m := range v.members {
			parts = append(parts, jsonString(m.key)+": "+m.inline())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case '[':
		for _, item := range v.items {
			parts = append(parts, item.inline())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case '"':
		return jsonString(v.text)
	case 'n': // only a list that is nil is encoded as null
		return "[]"
	}
	return v.text
}

func jsonString(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // text can always be written
	return strings.TrimSuffix(b.String(), "\n")
}

// json writes the document in one line.
func (d *Document) json() ([]byte, error) {
	if d == nil {
		return nil, incomplete("document")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // a condition is a < b
	if err := e.Encode(d); err != nil {
		return nil, &Error{File: d.File, Problem: err.Error(), Err: err}
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
