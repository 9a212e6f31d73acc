// Package dectest compares decimals in tests: by value, whatever their
// representation and whatever the decimal library's package variables say.
package dectest

import (
	"testing"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Equal fails the test unless got is the number that want writes.
func Equal(t testing.TB, want string, got decimal.Decimal, context ...any) {
	t.Helper()
	w, err := burden.Parse(want)
	if err != nil {
		t.Fatalf("expectation %q: %v", want, err)
	}
	if !w.Equal(got) {
		t.Errorf("got %s, want %s %v", burden.Text(got), want, context)
	}
}
