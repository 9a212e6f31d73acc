package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
)

// Limits of a document besides its size: how many values it may have, and how many
// one in another.
const (
	maxValues = 1 << 17
	maxDepth  = 32
)

// Read reads a document from JSON, by the name that messages give it. It
// reports all faults together, up to a hundred, each a [Error] with line and column: unknown
// keys, missing values, what is there twice or of a wrong type (burden.ErrSyntax,
// burden.ErrUnknownName, burden.ErrIncomplete, burden.ErrDuplicate), faults in
// formulas and, if there are none of these, in the model and the scenarios, which
// [Document.Check] finds. What follows from a fault is not reported.
func Read(r io.Reader, name string) (*Document, error) {
	d := &Document{File: name}
	if r == nil {
		return nil, &Error{File: name, Problem: "there is nothing to read", Err: burden.ErrIncomplete}
	}
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, &Error{File: name, Problem: "cannot be read: " + err.Error(), Err: err}
	}
	c := &complaints{d: d}
	c.read(bytes.TrimPrefix(data, []byte("\ufeff"))) // as some editors begin a file
	if len(c.faults) == 0 || d.places != nil {
		c.check()
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	return d, nil
}

// jsonValue is a JSON value with its place.
type jsonValue struct {
	at      int
	kind    byte   // { [ " 0 t n
	text    string // of a string what it stands for, of anything else as it is written
	members []member
	items   []*jsonValue
}

type member struct {
	key string
	at  int
	*jsonValue
}

// read decodes JSON into the document.
func (c *complaints) read(data []byte) {
	whole := func(at int, problem string, err error) {
		e := &Error{File: c.d.File, Problem: problem, Err: err}
		if at >= 0 {
			e.Line, e.Column = newPlaces(string(data)).position(at)
		}
		c.faults = append(c.faults, e)
	}
	if len(data) > MaxSize {
		whole(-1, "has more than "+strconv.Itoa(MaxSize)+" bytes; make several documents of it", burden.ErrTooLarge)
		return
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n < 2 {
			whole(i, "not UTF-8", burden.ErrSyntax)
			return
		}
		i += n
	}
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		at := len(data)
		if e, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = max(0, int(e.Offset)-1)
			if strings.Contains(err.Error(), "unexpected end") {
				at = len(data)
			}
		}
		whole(at, "not JSON: "+readable(err), burden.ErrSyntax)
		return
	}
	t := &tree{data: data, dec: json.NewDecoder(strings.NewReader(string(data)))}
	t.dec.UseNumber()
	v := t.value(0)
	if t.tooMuch {
		whole(-1, "has more than "+strconv.Itoa(maxValues)+" values, or more than "+strconv.Itoa(maxDepth)+" one in another; make several documents of it", burden.ErrTooLarge)
		return
	}
	c.places = newPlaces(string(data))
	c.d.places = c.places
	c.spoiled = map[string]bool{}
	c.decode(v, reflect.ValueOf(c.d).Elem(), "")
}

// readable puts an error of the JSON decoder into words for somebody who writes none.
func readable(err error) string {
	return strings.NewReplacer(
		"looking for beginning of object key string", "where a key in quotes has to stand",
		"looking for beginning of value", "where a value has to stand",
		"after object key:value pair", "where a comma or } has to stand",
		"after object key", "where a colon has to stand",
		"after array element", "where a comma or ] has to stand",
		"after top-level value", "behind the end",
		"unexpected end of JSON input", "it ends too early",
	).Replace(err.Error())
}

// tree reads JSON, known to be well formed, into values with places.
type tree struct {
	data    []byte
	dec     *json.Decoder
	count   int
	tooMuch bool
}

// next returns the next token and where it begins.
func (t *tree) next() (json.Token, int) {
	at := int(t.dec.InputOffset())
	for at < len(t.data) && strings.IndexByte(" \t\r\n,:", t.data[at]) >= 0 {
		at++
	}
	token, err := t.dec.Token()
	if err != nil {
		t.tooMuch = true // it cannot be: the text is well formed
	}
	return token, at
}

func (t *tree) value(depth int) *jsonValue {
	token, at := t.next()
	t.count++
	if t.count > maxValues || depth > maxDepth {
		t.tooMuch = true
	}
	v := &jsonValue{at: at, kind: 'n', text: "null"}
	switch token := token.(type) {
	case json.Delim:
		v.kind = byte(token)
		for !t.tooMuch && t.dec.More() {
			if v.kind == '[' {
				v.items = append(v.items, t.value(depth+1))
				continue
			}
			key, at := t.next()
			name, _ := key.(string)
			v.members = append(v.members, member{name, at, t.value(depth + 1)})
		}
		if !t.tooMuch {
			t.next()
		}
	case string:
		v.kind, v.text = '"', token
	case json.Number:
		v.kind, v.text = '0', token.String()
	case bool:
		v.kind, v.text = 't', strconv.FormatBool(token)
	}
	return v
}

// is says what a value is, for messages.
func (v *jsonValue) is() string {
	switch v.kind {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "the text " + visible.Quote(v.text)
	case '0':
		return "the number " + visible.Clip(v.text, 40)
	}
	return v.text
}

var (
	numberType = reflect.TypeFor[Number]()
	yearsType  = reflect.TypeFor[Years]()
)

// decode puts a JSON value into a field of the document.
func (c *complaints) decode(v *jsonValue, to reflect.Value, path string) {
	c.places.at[path] = v.at
	wrong := func(want string) {
		c.add(path, "has to be "+want+", not "+v.is(), "", burden.ErrSyntax)
		c.spoiled[path] = true // of an object, what it lacks is not the point
		if i := strings.LastIndexAny(path, ".["); i >= 0 {
			c.spoiled[path[:i]] = true
		} else {
			c.spoiled[""] = true
		}
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		c.decode(v, to.Elem(), path)
	case reflect.Struct:
		if v.kind != '{' {
			wrong("an object")
			return
		}
		c.object(v, to, path)
	case reflect.Slice:
		if v.kind != '[' {
			wrong("a list")
			return
		}
		to.Set(reflect.MakeSlice(to.Type(), len(v.items), len(v.items)))
		for i, item := range v.items {
			c.decode(item, to.Index(i), path+"["+strconv.Itoa(i)+"]")
		}
	case reflect.Map:
		if v.kind != '{' {
			wrong("an object of values by year")
			return
		}
		to.Set(reflect.MakeMap(to.Type()))
		for _, m := range v.members {
			at := join(path, m.key)
			if to.MapIndex(reflect.ValueOf(m.key)).IsValid() {
				c.twice(at, m.at)
				continue
			}
			item := reflect.New(to.Type().Elem()).Elem()
			c.decode(m.jsonValue, item, at)
			to.SetMapIndex(reflect.ValueOf(m.key), item)
		}
	case reflect.Int:
		n, err := strconv.Atoi(v.text)
		if v.kind != '0' || err != nil {
			wrong("a whole number")
			return
		}
		to.SetInt(int64(n))
	case reflect.Bool:
		if v.kind != 't' {
			wrong("true or false")
			return
		}
		to.SetBool(v.text == "true")
	default:
		exact := to.Type() == numberType || to.Type() == yearsType
		switch {
		case v.kind == '"' || v.kind == '0' && exact:
			to.SetString(v.text)
		case to.Type() == numberType:
			wrong("a number")
		case to.Type() == yearsType:
			wrong("years")
		default:
			wrong("text")
		}
	}
}

// object puts the members of an object into the fields of a struct.
func (c *complaints) object(v *jsonValue, to reflect.Value, path string) {
	fields := docFields(to.Type())
	seen := map[string]bool{}
	for _, m := range v.members {
		at := join(path, m.key)
		i := slices.IndexFunc(fields, func(f docField) bool { return f.key == m.key })
		switch {
		case i < 0:
			keys := make([]string, len(fields))
			for k, f := range fields {
				keys[k] = f.key
			}
			if e := c.add(at, "unknown key "+visible.Quote(m.key), closest.Name(m.key, keys...), burden.ErrUnknownName); e != nil {
				e.Line, e.Column = c.places.position(m.at) // it may look like the path of another
			}
			c.spoiled[path] = true
		case seen[m.key]:
			c.twice(at, m.at)
		default:
			c.decode(m.jsonValue, to.Field(fields[i].index), at)
		}
		seen[m.key] = true
	}
}

// twice reports a key that is there before, at the second place.
func (c *complaints) twice(path string, at int) {
	first, _ := c.places.of(path)
	if e := c.add(path, "is there twice, first in line "+strconv.Itoa(first), "", burden.ErrDuplicate); e != nil {
		e.Line, e.Column = c.places.position(at)
	}
}

// docField is a field of a document's struct, as its tags name it.
type docField struct {
	key      string
	index    int
	required bool
}

func docFields(t reflect.Type) []docField {
	var list []docField
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key != "" && key != "-" {
			list = append(list, docField{key, i, options != "omitempty"})
		}
	}
	return list
}

func join(path, key string) string {
	key = visible.Clip(key, 40)
	if strings.ContainsFunc(key, func(r rune) bool { return r != '_' && r != '…' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}
