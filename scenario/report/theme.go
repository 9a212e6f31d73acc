package report

import (
	"image/color"
	"math"
	"sort"
	"strings"
	"sync"

	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/font/liberation"
	"gonum.org/v1/plot/vg"
)

// How charts look, all of it: sizes in pixels of the width below, colours, fonts.
const (
	wide       = 680.0 // of a chart
	narrow     = 400.0 // of the same chart for a phone
	margin     = 20.0  // around everything
	plotHeight = 300.0

	titleSize = 19.0
	textSize  = 13.0
	smallSize = 11.0
	leading   = 1.3 // line height, in font sizes

	// pngDPI gives two pixels for each pixel of the width, for dense screens and print.
	pngDPI = 144
)

// fontStack is what an SVG is set in. All but the last have the widths of Arial, in
// which texts are measured; the last is whatever the reader has.
const fontStack = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','Noto Sans',sans-serif"

type ink = color.NRGBA

func rgb(hex uint32) ink {
	return ink{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

var (
	paper   = rgb(0xffffff)
	dark    = rgb(0x1f2328) // titles and figures
	grey    = rgb(0x5c6570) // what explains; 4.5 : 1 and more on paper
	hairl   = rgb(0xd9dde2) // grid lines
	axis    = rgb(0x6b7480) // zero and base lines
	neutral = rgb(0x8a939e) // totals
)

// hue is a colour of a series: as a line or area, and darkened until small text in it
// can be read on paper.
type hue struct{ line, text ink }

// The colours of M. Okabe and K. Ito, Color Universal Design (2008), which readers who
// see two colours tell apart too, without their yellow, which paper swallows. The
// baseline comes first, in black.
var hues = []hue{
	{rgb(0x1f2328), rgb(0x1f2328)},
	{rgb(0x0072b2), rgb(0x00619a)}, // blue
	{rgb(0xd55e00), rgb(0xb04e00)}, // vermilion
	{rgb(0x009e73), rgb(0x00775a)}, // bluish green
	{rgb(0xcc79a7), rgb(0xa34a7e)}, // reddish purple
	{rgb(0xe69f00), rgb(0x8f6300)}, // orange
	{rgb(0x56b4e9), rgb(0x1e74a6)}, // sky blue
}

// dashes tell series of one colour apart, once the colours are used up.
var dashes = [][]float64{nil, {6, 3}, {2, 2.5}, {8, 3, 2, 3}}

var (
	more = hues[2] // what raises an amount
	less = hues[1] // what lowers it

	// The ends of an input's range, in colours that say neither more nor less.
	lowest  = hues[4]
	highest = hues[3]
)

// sequence is the scale of a heat map, light to dark; its lightness alone tells the
// order, so it survives a black-and-white print.
var sequence = []ink{rgb(0xf1f6fa), rgb(0xc6dcec), rgb(0x8fbddb), rgb(0x4a93c0), rgb(0x0f6299), rgb(0x083a66)}

// below is the same for values under zero where there are some above.
var below = []ink{rgb(0xfbf3ec), rgb(0xf6d6b8), rgb(0xeeae78), rgb(0xd97a2b), rgb(0xa65108), rgb(0x6b3303)}

// shade returns the colour at a place between 0 and 1 of a scale.
func shade(scale []ink, at float64) ink {
	at = min(max(at, 0), 1) * float64(len(scale)-1)
	i := min(int(at), len(scale)-2)
	f := at - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(float64(a)*(1-f) + float64(b)*f + 0.5) }
	a, b := scale[i], scale[i+1]
	return ink{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 255}
}

// legibleOn returns dark or white, whichever has more contrast to a colour.
func legibleOn(c ink) ink {
	if luminance(c) < 0.214 { // where both have the same
		return paper
	}
	return dark
}

// luminance is the relative luminance of WCAG 2, between 0 and 1.
func luminance(c ink) float64 {
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// fonts holds the fonts that PNGs are set in and texts are measured with.
var fonts = sync.OnceValue(func() *font.Cache { return font.NewCache(liberation.Collection()) })

func face(size float64, bold bool) font.Face {
	f := font.Font{Typeface: "Liberation", Variant: "Sans"}
	if bold {
		f.Weight = stdfont.WeightBold
	}
	return fonts().Lookup(f, vg.Length(size))
}

// width is how wide a text is.
func width(text string, size float64, bold bool) float64 {
	f := face(size, bold)
	return float64(f.Width(text))
}

// wrap breaks a text into lines no wider than told, at most so many; what is left over
// ends in an ellipsis.
func wrap(text string, size float64, bold bool, within float64, lines int) []string {
	var list []string
	line := ""
	words := strings.Fields(text)
	for len(words) > 0 {
		next := words[0]
		if line != "" {
			next = line + " " + words[0]
		}
		if width(next, size, bold) <= within {
			line, words = next, words[1:]
			continue
		}
		if len(list) == lines-1 {
			rest := strings.TrimSpace(line + " " + strings.Join(words, " "))
			return append(list, ellipsis(rest, size, bold, within))
		}
		if line == "" { // a word wider than a line: break it where it can be
			head, tail := breakWord(words[0], size, bold, within)
			list, words[0] = append(list, head), tail
			continue
		}
		list, line = append(list, line), ""
	}
	if line != "" {
		list = append(list, line)
	}
	return list
}

// breakWord cuts a word after a dot, underscore or hyphen if one fits, else anywhere.
func breakWord(word string, size float64, bold bool, within float64) (head, tail string) {
	runes := []rune(word)
	end := most(1, len(runes), func(n int) bool { return width(string(runes[:n]), size, bold) <= within })
	if i := strings.LastIndexAny(string(runes[:end]), "._-/"); i > 0 {
		return word[:i+1], word[i+1:]
	}
	return string(runes[:end]), string(runes[end:])
}

func ellipsis(text string, size float64, bold bool, within float64) string {
	if width(text, size, bold) <= within {
		return text
	}
	// The middle goes: names that begin alike differ at their ends.
	letters := []rune(text)
	ends := func(n int) (head, tail string) {
		return string(letters[:n/2]), string(letters[len(letters)-(n+1)/2:])
	}
	head, tail := ends(most(0, len(letters), func(n int) bool {
		head, tail := ends(n)
		return width(head+"…"+tail, size, bold) <= within
	}))
	return strings.TrimRight(head, " ._-") + "…" + strings.TrimLeft(tail, " ._-")
}

// most returns the largest number from a least to a last one that fits, where all below
// one that fits do too; the least if none does. It tries few: a text may have many letters.
func most(least, last int, fits func(n int) bool) int {
	return least + sort.Search(last-least, func(k int) bool { return !fits(least + k + 1) })
}
