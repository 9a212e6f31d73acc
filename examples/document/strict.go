package main

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/document"
)

// strict reports what the decoder lets pass and a reader may not have meant: keys in
// another case, and lists or tables where one number or the years stand, which it drops.
func strict(text []byte, name string) error {
	var plain map[string]any
	if err := toml.Unmarshal(text, &plain); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	var faults []error
	look(plain, reflect.TypeFor[document.Document](), "", func(path, problem string) {
		faults = append(faults, fmt.Errorf("%s: %s: %s", visible.Text(name), visible.Text(path), visible.Text(problem)))
	})
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// look compares a value with the type it is decoded into.
func look(v any, t reflect.Type, path string, fault func(path, problem string)) {
	list, isList := v.([]any)
	table, isTable := v.(map[string]any)
	switch t.Kind() {
	case reflect.Pointer:
		look(v, t.Elem(), path, fault)
	case reflect.Slice:
		for i, item := range list {
			look(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i), fault)
		}
	case reflect.Map:
		for key, item := range table {
			look(item, t.Elem(), path+"."+key, fault)
		}
	case reflect.Struct:
		for key, item := range table {
			at := strings.TrimPrefix(path+"."+key, ".")
			if f, ok := field(t, key); ok {
				look(item, f.Type, at, fault)
			} else {
				fault(at, "unknown key, which is another in small letters: "+strings.ToLower(key))
			}
		}
	default:
		if isList || isTable {
			fault(path, "has to be one value, not several")
		}
	}
}

// field finds the field of a key, in the case in which its tag has it.
func field(t reflect.Type, key string) (reflect.StructField, bool) {
	for field := range t.Fields() {
		if tag, _, _ := strings.Cut(field.Tag.Get("toml"), ","); tag == key && tag != "-" {
			return field, true
		}
	}
	return reflect.StructField{}, false
}
