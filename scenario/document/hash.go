package document

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"example.com/burdenshare/scenario"
)

// Canonical returns the document in the one way in which documents that say the same
// are written. It returns the errors of [Document.Check].
func (d *Document) Canonical() (*Document, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	out, err := New(b.model, b.scenarios...)
	if err != nil {
		return nil, err
	}
	// Parameters come in any order; that of lines and of what is asked for is the output's.
	slices.SortFunc(out.Parameters, func(a, b Param) int { return strings.Compare(a.Name, b.Name) })
	out.Title, out.Author, out.Reference = d.Title, d.Author, d.Reference
	was := map[string]Scenario{}
	for _, s := range d.WhatIf {
		was[s.Name] = s
	}
	for i, s := range out.WhatIf {
		given := was[s.Name]
		for k := range out.WhatIf[i].Changes {
			c := &out.WhatIf[i].Changes[k]
			c.Years = canonicalYears(c.Years)
		}
		out.WhatIf[i].Title, out.WhatIf[i].Author, out.WhatIf[i].Reference = given.Title, given.Author, given.Reference
	}
	for _, x := range d.Expect {
		x.Value, x.Tolerance = canonicalNumber(x.Value), canonicalNumber(x.Tolerance)
		if x.Tolerance == "0" {
			x.Tolerance = ""
		}
		if x.ByYear != nil {
			values := map[string]Number{}
			for key, n := range x.ByYear {
				values[key] = canonicalNumber(n)
			}
			x.ByYear = values
		}
		x.Years = canonicalYears(x.Years)
		out.Expect = append(out.Expect, x)
	}
	for _, x := range d.Sweeps {
		out.Sweeps = append(out.Sweeps, x.canonical())
	}
	return out, nil
}

// canonicalYears writes years in the one way that equal years have: in order, joined
// where one follows the other.
func canonicalYears(given []Years) []Years {
	var list []scenario.Years
	for _, text := range given {
		y, err := text.parse()
		if err != nil {
			return given // it may be never
		}
		list = append(list, y)
	}
	slices.SortFunc(list, func(a, b scenario.Years) int { return a.First() - b.First() })
	var out []Years
	for i := 0; i < len(list); {
		y := list[i]
		for i++; i < len(list) && list[i].First() <= y.Last()+1; i++ {
			y = scenario.Between(y.First(), max(y.Last(), list[i].Last()))
		}
		out = append(out, docYears(y))
	}
	return out
}

// Hash returns the SHA-256 of what the document says, in hexadecimal digits: the hash of
// its canonical form as JSON. Documents of equal hash have equal results; spaces, the
// order of keys and of parameters, and the way numbers, years and formulas are written
// change none; the order of lines, changes, scenarios and expectations does. It returns
// the errors of [Document.Check].
func (d *Document) Hash() (string, error) {
	c, err := d.Canonical()
	if err != nil {
		return "", err
	}
	text, err := c.json()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
