package closest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/internal/closest"
)

func TestName(t *testing.T) {
	for _, c := range []struct {
		name  string
		names string
		want  string
	}{
		{"celing", "ceiling floor", "ceiling"},          // one missing
		{"ceeiling", "ceiling floor", "ceiling"},        // one too many
		{"cieling", "ceiling floor", "ceiling"},         // two swapped
		{"ceilinf", "ceiling floor", "ceiling"},         // one wrong
		{"CPI", "base cpi", "cpi"},                      // case aside
		{"ceiling", "sma8.ceiling cpi", "sma8.ceiling"}, // the end of a dotted name
		{"cpi", "gdp fx", ""},                           // two of three letters wrong
		{"contrubutoin", "contribution", "contribution"},
		{"contrxxxxxon", "contribution", ""},
		{"bas", "bat base", "base"}, // equally near: the first by name
		{"x", "y z", ""},            // nothing is the same
		{"X", "y x", "x"},
		{"", "a", ""},
		{strings.Repeat("a", 200), strings.Repeat("a", 199), ""}, // no name is that long
		// Letters, not bytes: one of four is wrong; two of two are, of three bytes each.
		{"상한없슴", "상한없음", "상한없음"},
		{"각한", "상현", ""},
		// In lower case Ⱥ has three bytes, not two, and İ one, not two.
		{strings.Repeat("Ⱥ", 64), strings.Repeat("Ⱥ", 63) + "b", strings.Repeat("Ⱥ", 63) + "b"},
		{strings.Repeat("Ⱥ", 128), strings.Repeat("Ⱥ", 127), strings.Repeat("Ⱥ", 127)},
		{strings.Repeat("İ", 100), strings.Repeat("i", 99), strings.Repeat("i", 99)},
	} {
		assert.Equal(t, c.want, closest.Name(c.name, strings.Fields(c.names)...), c.name)
	}
}

// Against the definition, computed without a table.
func TestNameAgainstTheDefinition(t *testing.T) {
	var far func(a, b string) int
	far = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		d := far(a[1:], b[1:])
		if a[0] != b[0] {
			d++
		}
		d = min(d, far(a[1:], b)+1, far(a, b[1:])+1)
		if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
			d = min(d, far(a[2:], b[2:])+1)
		}
		return d
	}
	r := rand.New(rand.NewPCG(3, 3))
	word := func() string {
		b := make([]byte, 1+r.IntN(8))
		for i := range b {
			b[i] = "abc"[r.IntN(3)]
		}
		return string(b)
	}
	for range 3000 {
		a, b := word(), word()
		d := far(a, b)
		near := d <= max(1, len(a)/3) && d < max(len(a), len(b))
		assert.Equal(t, near, closest.Name(a, b) != "", fmt.Sprint(a, " ", b))
	}
}

// Names read once give what names read for each question give, in the alphabets whose
// letters differ in the bits that tell names apart at once.
func TestNamesAreReadOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	letters := []rune("abcxyzABC019_.가각힣Ⱥⱥİ")
	word := func() string {
		w := make([]rune, 1+r.IntN(9))
		for i := range w {
			w[i] = letters[r.IntN(len(letters))]
		}
		return string(w)
	}
	found := 0
	for range 200 {
		list := make([]string, 60)
		for i := range list {
			list[i] = word()
		}
		names := closest.Among(len(list), slices.Values(list))
		for range 20 {
			name := word()
			want := ""
			for _, known := range list { // the first by name of those that are nearest of two, and so on
				if near := closest.Name(name, known); near != "" {
					want = closest.Name(name, slices.DeleteFunc([]string{want, near}, func(s string) bool { return s == "" })...)
				}
			}
			assert.Equal(t, want, names.Nearest(name), name)
			if want != "" {
				found++
			}
		}
	}
	assert.Greater(t, found, 500)
}

// Names come out of documents, in any alphabet and of any length.
func FuzzName(f *testing.F) {
	f.Add("celing", "ceiling", "cpi")
	f.Add(strings.Repeat("Ⱥ", 127), strings.Repeat("Ⱥ", 100)+"b", "ⱥ")
	f.Add(strings.Repeat("İ", 64), "방위비분담금의 상한", "\xff\xfe")
	f.Fuzz(func(t *testing.T, name, a, b string) {
		got := closest.Name(name, a, b)
		assert.Contains(t, []string{"", a, b}, got)
		assert.Equal(t, got, closest.Name(name, b, a), "in any order")
	})
}
