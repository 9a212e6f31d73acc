package scenario

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Canonical returns the document in the one way in which documents that say the same
// are written. It returns the errors of [Document.Check].
func (d *Document) Canonical() (*Document, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	out, err := NewDocument(b.model, b.scenarios...)
	if err != nil {
		return nil, err
	}
	out.Title, out.Author, out.Reference = d.Title, d.Author, d.Reference
	was := map[string]DocScenario{}
	for _, s := range d.WhatIf {
		was[s.Name] = s
	}
	for i, s := range out.WhatIf {
		given := was[s.Name]
		out.WhatIf[i].Title, out.WhatIf[i].Author, out.WhatIf[i].Reference = given.Title, given.Author, given.Reference
	}
	for _, x := range d.Expect {
		x.Value, x.Tolerance = canonicalNumber(x.Value), canonicalNumber(x.Tolerance)
		if x.Tolerance == "0" {
			x.Tolerance = ""
		}
		if x.ByYear != nil {
			values := map[string]DocNumber{}
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

// canonicalYears writes years in the one way that equal years have.
func canonicalYears(list []DocYears) []DocYears {
	list = slices.Clone(list)
	for i, text := range list {
		if y, err := text.parse(); err == nil { // it may be never
			list[i] = docYears(y)
		}
	}
	return list
}

// Hash returns the SHA-256 of what the document says, in hexadecimal digits: the hash of
// its canonical form as JSON. Documents of equal hash have equal results; spaces, the
// order of keys and the way numbers and formulas are written change none. It returns
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
