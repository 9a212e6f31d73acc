package document_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario/document"
)

// schema is a JSON Schema, its keys in the order in which they are written.
type schema struct {
	Schema               string             `json:"$schema,omitempty"`
	Title                string             `json:"title,omitempty"`
	Description          string             `json:"description,omitempty"`
	Ref                  string             `json:"$ref,omitempty"`
	Type                 any                `json:"type,omitempty"`
	Minimum              int                `json:"minimum,omitempty"`
	Maximum              int                `json:"maximum,omitempty"`
	MinItems             int                `json:"minItems,omitempty"`
	MaxItems             int                `json:"maxItems,omitempty"`
	OneOf                []*schema          `json:"oneOf,omitempty"`
	Enum                 []string           `json:"enum,omitempty"`
	Pattern              string             `json:"pattern,omitempty"`
	Items                *schema            `json:"items,omitempty"`
	Properties           map[string]*schema `json:"properties,omitempty"`
	PropertyNames        *schema            `json:"propertyNames,omitempty"`
	AdditionalProperties any                `json:"additionalProperties,omitempty"`
	Required             []string           `json:"required,omitempty"`
	Defs                 map[string]*schema `json:"$defs,omitempty"`
}

// words are the values of fields that take one of a few.
func words() map[string][]string {
	var status, stage, measure, mode []string
	for s := burden.Unstated; s <= burden.Assumed; s++ {
		status = append(status, s.String())
	}
	for s := burden.Expected; s <= burden.Executed; s++ {
		stage = append(stage, s.String())
	}
	for m := burden.Flow; m <= burden.Rate; m++ {
		measure = append(measure, m.String())
	}
	for m := burden.Exact; m <= burden.Floor; m++ {
		mode = append(mode, m.String())
	}
	bases := []string{"any"}
	for b := burden.Calendar - 11; b <= burden.Calendar+11; b++ {
		bases = append(bases, b.String())
	}
	return map[string][]string{
		"year_basis": bases, "status": status, "stage": stage, "measure": measure, "mode": mode, "carry": {"excess", "advance", "both"},
		"remainder": {burden.LargestRemainder.String(), burden.FirstGetsIt.String()},
	}
}

// oneOf are the keys of which an object has one and no other.
func oneOf() map[string][]string {
	return map[string][]string{
		"Line":        {"formula", "index", "split"},
		"Change":      {"set", "scale", "shift", "define", "parameter"},
		"Expectation": {"line", "total", "binds"},
	}
}

// describer makes schemas of the structs, described by their comments.
type describer struct {
	comments map[string]string // by type, and by type.field
	defs     map[string]*schema
}

const yearPattern = "[1-9][0-9]{0,3}"

func (d describer) schema(t reflect.Type) *schema {
	switch {
	case t == reflect.TypeFor[document.Number]():
		return &schema{Type: []string{"string", "number"}, Pattern: `^[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?$`}
	case t == reflect.TypeFor[document.Years]():
		return &schema{Type: []string{"string", "integer"}, Minimum: burden.MinYear, Maximum: burden.MaxYear, Pattern: "^(" + yearPattern + "|(from )?" + yearPattern + " to " + yearPattern + "|from " + yearPattern + "|never)$"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.schema(t.Elem())
	case reflect.Slice:
		return &schema{Type: "array", Items: d.schema(t.Elem())}
	case reflect.Map:
		return &schema{Type: "object", PropertyNames: &schema{Pattern: "^" + yearPattern + "$"}, AdditionalProperties: d.schema(t.Elem())}
	case reflect.Struct:
		if d.defs[t.Name()] == nil {
			d.defs[t.Name()] = &schema{}
			*d.defs[t.Name()] = *d.object(t)
		}
		return &schema{Ref: "#/$defs/" + t.Name()}
	case reflect.Int:
		return &schema{Type: "integer"}
	case reflect.Bool:
		return &schema{Type: "boolean"}
	}
	return &schema{Type: "string"}
}

func (d describer) object(t reflect.Type) *schema {
	s := &schema{Type: "object", Description: d.comments[t.Name()], Properties: map[string]*schema{}, AdditionalProperties: false}
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		field := d.schema(t.Field(i).Type)
		field.Description, field.Enum = d.comments[t.Name()+"."+t.Field(i).Name], words()[key]
		switch key {
		case "year", "from", "to":
			field.Minimum, field.Maximum = burden.MinYear, burden.MaxYear
		case "range":
			field.MinItems, field.MaxItems = 2, 2
		}
		if options != "omitempty" {
			s.Required = append(s.Required, key)
		}
		s.Properties[key] = field
	}
	for _, key := range oneOf()[t.Name()] {
		s.OneOf = append(s.OneOf, &schema{Required: []string{key}})
	}
	return s
}

// currentSchema is the schema of the structs as they are.
func currentSchema(t *testing.T) *schema {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "document.go", nil, parser.ParseComments|parser.SkipObjectResolution)
	require.NoError(t, err)
	comments := map[string]string{}
	oneLine := func(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
	for _, declaration := range file.Decls {
		g, ok := declaration.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		spec := g.Specs[0].(*ast.TypeSpec)
		first, _, _ := strings.Cut(oneLine(g.Doc), ". ") // what follows is for programs
		comments[spec.Name.Name] = strings.TrimSuffix(first, ".")
		if s, ok := spec.Type.(*ast.StructType); ok {
			for _, f := range s.Fields.List {
				if len(f.Names) == 1 && f.Comment != nil {
					comments[spec.Name.Name+"."+f.Names[0].Name] = oneLine(f.Comment)
				}
			}
		}
	}
	d := describer{comments, map[string]*schema{}}
	s := d.object(reflect.TypeFor[document.Document]())
	s.Schema, s.Title, s.Defs = "https://json-schema.org/draft/2020-12/schema", "burdenshare document", d.defs
	return s
}

// The schema that ships is that of the structs.
func TestDocumentSchemaIsCurrent(t *testing.T) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	require.NoError(t, e.Encode(currentSchema(t)))
	golden.Equal(t, "document.schema.json", b.String())
}

// conforms checks a value against what of JSON Schema the schema uses.
func conforms(root, s *schema, v any) bool {
	if s.Ref != "" && !conforms(root, root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")], v) {
		return false
	}
	kind := map[reflect.Kind]string{reflect.String: "string", reflect.Bool: "boolean", reflect.Slice: "array", reflect.Map: "object"}[reflect.ValueOf(v).Kind()]
	text, isText := v.(string)
	if n, is := v.(json.Number); is {
		kind, isText = "number", false
		if _, err := n.Int64(); err == nil {
			kind = "integer"
		}
	}
	types, _ := s.Type.([]any)
	if one, is := s.Type.(string); is {
		types = []any{one}
	}
	if n, is := v.(json.Number); is && s.Maximum > 0 {
		if k, err := n.Int64(); err != nil || k < int64(s.Minimum) || k > int64(s.Maximum) {
			return false
		}
	}
	if list, is := v.([]any); is && s.MaxItems > 0 && (len(list) < s.MinItems || len(list) > s.MaxItems) {
		return false
	}
	if len(s.OneOf) > 0 {
		having := slices.DeleteFunc(slices.Clone(s.OneOf), func(o *schema) bool { return !conforms(root, o, v) })
		if len(having) != 1 {
			return false
		}
	}
	fits := func(want any) bool { return want == kind || want == "number" && kind == "integer" }
	switch {
	case len(types) > 0 && !slices.ContainsFunc(types, fits),
		isText && s.Pattern != "" && !regexp.MustCompile(s.Pattern).MatchString(text),
		isText && len(s.Enum) > 0 && !slices.Contains(s.Enum, text):
		return false
	}
	switch v := v.(type) {
	case []any:
		return s.Items == nil || !slices.ContainsFunc(v, func(item any) bool { return !conforms(root, s.Items, item) })
	case map[string]any:
		for _, key := range s.Required {
			if _, ok := v[key]; !ok {
				return false
			}
		}
		for key, item := range v {
			if s.PropertyNames != nil && !conforms(root, s.PropertyNames, key) {
				return false
			}
			property := s.Properties[key]
			if property == nil {
				var other schema
				switch more := s.AdditionalProperties.(type) {
				case bool:
					return false
				case map[string]any:
					text, _ := json.Marshal(more)
					_ = json.Unmarshal(text, &other)
				}
				property = &other
			}
			if !conforms(root, property, item) {
				return false
			}
		}
	}
	return true
}

// Every document that is read conforms to the schema that ships, and a document with a
// wrong key, type or word does not.
func TestDocumentsConformToTheSchema(t *testing.T) {
	file, err := os.ReadFile("document.schema.json")
	require.NoError(t, err)
	var root schema
	require.NoError(t, json.Unmarshal(file, &root))
	check := func(text string) bool {
		d := json.NewDecoder(strings.NewReader(text))
		d.UseNumber()
		var v any
		require.NoError(t, d.Decode(&v), text)
		return conforms(&root, &root, v)
	}
	written, err := os.ReadFile("testdata/sma8.json")
	require.NoError(t, err)
	assert.True(t, check(string(written)))
	assert.True(t, check(soundDocument))
	assert.True(t, check(sweepText()))
	for name, x := range twins(t) {
		d, err := document.New(x.model)
		require.NoError(t, err)
		assert.True(t, check(text(t, d)), name)
	}
	refused := 0
	for _, c := range brokenDocuments {
		for _, word := range []string{"unknown key", "has to be", "is missing", "unknown status", "unknown carry", "unknown mode", "unknown remainder", "is no year", "year_basis: unknown", "not a decimal number", "a line is one of formula", "a change is one of", "a range is the smallest"} {
			text := brokenText(t, c.change)
			if strings.Contains(c.want, word) && !strings.Contains(c.want, "has to be rounded") && !strings.Contains(c.change, "never") && !strings.Contains(c.want, "a first and a last year") && !strings.Contains(c.change, `"name": ""`) {
				assert.False(t, check(text), c.change)
				refused++
				break
			}
		}
	}
	assert.Greater(t, refused, 25)
}
