package visible_test

import (
	"encoding/csv"
	"html/template"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/visible"
)

// The code points are those of Unicode's list of characters, by their names.
func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"plain, (text)":                       "plain, (text)",
		`back\slash`:                          `back\slash`,
		"방위비 分担 😀 é é":                        "방위비 分担 😀 é é",
		"a\nb\r\nc\td":                        `a\nb\r\nc\td`,
		"\x00\a\x1b[8m\x7f":                   `\x00\x07\x1b[8m\x7f`,
		"next line \u0085, CSI \u009b":        `next line \u0085, CSI \u009b`,
		"\u2028\u2029":                        `\u2028\u2029`,
		"\u202a\u202b\u202c\u202d\u202e":      `\u202a\u202b\u202c\u202d\u202e`,
		"\u2066\u2067\u2068\u2069":            `\u2066\u2067\u2068\u2069`,
		"\u200e\u200f\u061c":                  `\u200e\u200f\u061c`,
		"\u200b\u200c\u200d\u2060\u00ad":      `\u200b\u200c\u200d\u2060\u00ad`,
		"\ufeffa":                             `\ufeffa`,
		"\U000e0001\U000e0041\U000e007f":      `\U000e0001\U000e0041\U000e007f`,
		"Hangul filler \u3164, joiner \u034f": `Hangul filler \u3164, joiner \u034f`,
		"\xff\xc0\xaf":                        `\xff\xc0\xaf`,
		"half \xed\xa0\x80":                   `half \xed\xa0\x80`,
		"replaced \ufffd, \xfe":               "replaced \ufffd, " + `\xfe`,
		"selected \ufe00\ufe0e\ufe0f\U000e0100\U000e01ef": `selected \ufe00\ufe0e\ufe0f\U000e0100\U000e01ef`,
		"blank\u2800":         `blank\u2800`,
		"no character \uffff": `no character \uffff`,
	} {
		got := visible.Text(text)
		assert.Equal(t, want, got)
		assert.Equal(t, want, visible.Text(got), "made visible twice")
	}
}

// Of every code point: what comes out is valid UTF-8 without a control or a format.
func TestTextOfEveryCharacter(t *testing.T) {
	for c := rune(0); c <= unicode.MaxRune; c++ {
		got := visible.Text(string(c))
		if !utf8.ValidString(got) {
			t.Fatalf("%U", c)
		}
		for _, d := range got {
			if unicode.In(d, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("%U arrives", c)
			}
		}
	}
}

// Unseen characters by their numbers, from Unicode's lists of variation selectors, default
// ignorable code points and characters whose name says blank, filler or null.
func TestNothingUnseenArrives(t *testing.T) {
	n := 0
	for _, r := range [][2]rune{
		{0xfe00, 0xfe0f}, {0xe0100, 0xe01ef}, {0x180b, 0x180f}, // variation selectors, and the Mongolian vowel separator
		{0x034f, 0x034f}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x3164, 0x3164}, {0xffa0, 0xffa0}, {0x2060, 0x206f}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff},
		{0x2800, 0x2800}, {0x13441, 0x13442}, {0x16fe4, 0x16fe4}, {0x1d159, 0x1d159}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
		{0x200b, 0x200f}, {0x2028, 0x202e}, {0xad, 0xad}, {0x61c, 0x61c}, {0xfeff, 0xfeff}, {0x0, 0x1f}, {0x7f, 0x9f},
	} {
		for c := r[0]; c <= r[1]; c++ {
			n++
			got := visible.Text("a" + string(c) + "b")
			assert.False(t, strings.ContainsRune(got, c), "%U", c)
			assert.Regexp(t, `^a\\.*b$`, got, "%U", c)
		}
	}
	assert.Greater(t, n, 4000)
	for _, seen := range []rune{' ', 'a', '\\', 0xa0, 0x2009, 0x3000, 0x2801, 0x1d15a, 0xbd80, 0x1f600, 0x301} { // spaces are seen between what they part
		assert.Equal(t, "a"+string(seen)+"b", visible.Text("a"+string(seen)+"b"))
	}
}

func TestTemplate(t *testing.T) {
	page := template.Must(template.New("page").Funcs(visible.Funcs()).Parse(
		`{{define "cell"}}<td title="{{.}}">{{.}}</td>{{end}}{{$x := .Rows}}{{with .Title}}<h1>{{.}}</h1>{{end}}{{if .Own}}{{.Own}}{{else}}{{.Title}}{{end}}{{range $x}}{{template "cell" .}}{{else}}{{.Title}}{{end}}{{len .Rows}}`))
	for _, t := range page.Templates() {
		visible.Template(t.Tree.Root)
	}
	visible.Template(nil)
	for _, c := range []struct {
		rows []string
		own  template.HTML
		want string
	}{
		{[]string{"<\u202e"}, "<b>\n</b>", "<h1>a\\nb</h1><b>\n</b><td title=\"&lt;\\u202e\">&lt;\\u202e</td>1"},
		{nil, "", `<h1>a\nb</h1>a\nba\nb0`},
	} {
		var b strings.Builder
		require.NoError(t, page.Execute(&b, map[string]any{"Title": "a\nb", "Rows": c.rows, "Own": c.own}))
		assert.Equal(t, c.want, b.String())
	}
}

// What a spreadsheet would make a formula of, by what OWASP says of CSV injection.
func TestCell(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "base": "base", "a,b": "a,b", "x=1": "x=1", "a - b": "a - b", "KRW/person": "KRW/person", "방위비": "방위비",
		"-5": "-5", "+5.25": "+5.25", "-5%": "-5%", "5": "5",
		"=1+1": "'=1+1", "+1+1": "'+1+1", "-1+cmd|' /C calc'!A0": "'-1+cmd|' /C calc'!A0", "@SUM(1)": "'@SUM(1)", "-": "'-", "-5 %": "'-5 %",
		"＝1+1": "'＝1+1", "＋1": "'＋1", "－1": "'－1", "＠x": "'＠x",
		" =1": " '=1", `"=1`: `"'=1`, "\u00a0=1": "\u00a0'=1",
		"\t=1": "'\t'=1", "\r=1": "'\r'=1", "\nx": "'\nx", "#1": "'#1", "'x": "''x", "''x": "'''x",
		"x;=1+1;y": "x;'=1+1;y", "x;-1;y": "x;-1;y", "x;-1-1;y": "x;'-1-1;y", "x; \"@y": "x; '\"@y", `x;"y`: `x;'"y`, "x\t\"": "x\t'\"", `"x"`: `"x"`, `x "y"`: `x "y"`, "x;": "x;'", "x; ": "x; '", "x;\"": "x;'\"", "x\n": "x\n'", "x\t=1": "x\t'=1", "x\n=1": "x\n'=1", "x;＝1": "x;'＝1", "x;'y": "x;''y",
		"\xff=1": "\xff=1",
	} {
		assert.Equal(t, want, visible.Cell(text), "%q", text)
	}
	for text, want := range map[string]string{
		"": "", "scenario: base": "scenario: base", "=1": "=1", "cpi: 1, -2, 3": "cpi: 1, -2, 3", "b = 2020: -5, 2021: -6 KRW": "b = 2020: -5, 2021: -6 KRW",
		"x,-1+cmd|' /C calc'!A0": "x,'-1+cmd|' /C calc'!A0", "x;=1+1;y": "x;'=1+1;y", "x,＝1": "x,'＝1", "x\n=1": `x\n=1`, "x, '=1": "x, ''=1",
		`y,"z,=1+1,q`: `y,'"z,'=1+1,q`, `x; "y"`: `x; '"y"`, `x,"=1`: `x,'"=1`, "x,\u2003\"": "x,\u2003'\"", `"x"`: `"x"`, `x "y"`: `x "y"`, "x,": "x,",
	} {
		assert.Equal(t, want, visible.CommentLine(text), "%q", text)
	}
}

// Whatever stands in a line before the rows, a reader finds one record for each line, and the
// rows where they are: at a comma, and at a semicolon, as in much of Europe.
func TestCommentLineIsOneRecord(t *testing.T) {
	for _, text := range []string{
		`y,"z,=1+1,q`, `y;"z;=1+1;q`, `"`, `,"`, `;"`, `, "`, `x,""`, `x,"""`, `x,"y",z`, `x;"y",z`, `x,'"`, `,;"`, `;,"`, `x,"y;"z`, "x,\n\"", `amount(5, "KRW/person")`,
	} {
		for _, comma := range ",;" {
			for _, trim := range []bool{false, true} {
				in := csv.NewReader(strings.NewReader("# " + visible.CommentLine(text) + "\nscenario,value\nbase,7\nmore,8\n"))
				in.LazyQuotes, in.Comma, in.FieldsPerRecord, in.TrimLeadingSpace = true, comma, -1, trim
				records, err := in.ReadAll()
				require.NoError(t, err, "%q", text)
				require.Len(t, records, 4, "%q at %q", text, comma)
				assert.Equal(t, "scenario,value base,7 more,8", strings.Join(records[1], ",")+" "+strings.Join(records[2], ",")+" "+strings.Join(records[3], ","), "%q", text)
			}
		}
	}
}

// A field in quotes that ends with a separator of another reader would have its last quote
// begin a field there, over the rows that follow.
func TestCellEndsInItsRow(t *testing.T) {
	for _, text := range []string{"a,;", "a,; ", `a,;"`, "a,\t", `a;"b`} {
		var b strings.Builder
		w := csv.NewWriter(&b)
		require.NoError(t, w.WriteAll([][]string{{"base", visible.Cell(text), "7"}, {"more", "x", "8"}}))
		comma := ';'
		if strings.Contains(text, "\t") {
			comma = '\t'
		}
		in := csv.NewReader(strings.NewReader(b.String()))
		in.LazyQuotes, in.Comma, in.FieldsPerRecord, in.TrimLeadingSpace = true, comma, -1, true
		records, err := in.ReadAll()
		require.NoError(t, err, "%q", text)
		require.Len(t, records, 2, "%q", b.String())
		assert.Equal(t, []string{"more,x,8"}, records[1])
	}
}
