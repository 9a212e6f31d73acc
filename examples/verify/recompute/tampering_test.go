package recompute

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// tree is a document as its JSON, to be changed at will.
func tree(t testing.TB, data []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var doc map[string]any
	require.NoError(t, d.Decode(&doc))
	return doc
}

// resummed writes a document with the checksum that its explanation has now.
func resummed(t testing.TB, doc map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(doc["explanation"])
	require.NoError(t, err)
	if doc["checksum"], err = checksum(body); err != nil {
		doc["checksum"] = err.Error() // what has none is rejected for the same reason
	}
	data, err := json.Marshal(doc)
	require.NoError(t, err)
	return data
}

// descriptive fields say where a figure is from and what for. No arithmetic can find
// them changed to something else that they could be; the checksum does.
var descriptive = []string{"model", "model_hash", "scenario", "changes", "status", "stage", "print", "source", "purpose", "basis"}

// unordered are lists whose order says nothing, as long as what is used comes first.
var unordered = []string{"inputs", "given", "splits", "steps"}

var operators = strings.Fields("add subtract multiply quotient power round minimum maximum lag sum by_year when constant param line part basis unused")

// others are what a value can be changed to, by the field it is in.
func others(field string, value any, ids []string) []any {
	var list []any
	add := func(values ...any) { list = append(list, values...) }
	texts := func(values ...string) {
		for _, v := range values {
			if v != value {
				add(v)
			}
		}
	}
	switch v := value.(type) {
	case bool:
		add(!v)
	case json.Number:
		n, _ := strconv.Atoi(v.String())
		add(json.Number(strconv.Itoa(n+1)), json.Number(strconv.Itoa(n-1)))
	case string:
		switch field {
		case "op":
			texts(operators...)
		case "mode":
			texts("half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "exact")
		case "remainder":
			texts("largest_remainder", "first_gets_it")
		case "unit":
			texts("", "USD", "KRW", "person", v+"^2")
		case "status":
			texts("confirmed", "assumed", "")
		case "stage":
			texts("expected", "executed")
		case "model_hash":
			texts("sha256:"+strings.Repeat("1", 64), "")
		case "at":
			texts("", "floor", "ceiling")
		case "value", "quantum", "share", "before", "ideal":
			texts(numbers(v)...)
		case "input", "step", "split", "id", "result":
			texts(append([]string{v + "0"}, ids...)...)
		default:
			texts(v+"x", v[1:], "")
		}
	}
	return list
}

// numbers are near to one, or far from it, but never equal to it.
func numbers(text string) []string {
	digit := text[len(text)-1]
	next := text[:len(text)-1] + string('0'+(digit-'0'+1)%10)
	negative := "-" + text
	if strings.HasPrefix(text, "-") {
		negative = text[1:]
	}
	if strings.Trim(text, "-0") == "" {
		negative = "1"
	}
	return []string{next, negative, text + "1", "1" + strings.TrimPrefix(text, "-")}
}

// tamper visits a document once for each way of changing one leaf, taking a field or
// an element away, or exchanging two neighbours, and leaves it as it was.
func tamper(at any, path string, field string, ids []string, visit func(path, change string)) {
	switch v := at.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			old := v[name]
			where := path + "." + name
			for _, other := range others(name, old, ids) {
				v[name] = other
				visit(where, fmt.Sprintf("%v becomes %v", old, other))
			}
			delete(v, name)
			visit(where, "taken away")
			v[name] = old
			tamper(old, where, name, ids, visit)
		}
	case []any:
		for i := range v {
			old := v[i]
			where := path + "." + strconv.Itoa(i)
			for _, other := range others(field, old, ids) {
				v[i] = other
				visit(where, fmt.Sprintf("%v becomes %v", old, other))
			}
			if i > 0 && !slices.Contains(unordered, field) && fmt.Sprint(v[i-1]) != fmt.Sprint(v[i]) {
				v[i-1], v[i] = v[i], v[i-1]
				visit(where, "exchanged")
				v[i-1], v[i] = v[i], v[i-1]
			}
			tamper(old, where, field, ids, visit)
		}
	}
}

// tampered are the explanations that are tampered with: of each model one, and the
// line with every operator, and one that takes results as given.
func tampered(t testing.TB) map[string][]byte {
	wanted := map[string]bool{
		"sma8: contribution 2010": true, "sma7: contribution 2008": true, "sma11: contribution 2022": true, "sma5: dollar_part 2003": true,
		"term2022: total 2024": true, "budget2015: total 2015": true, "parity: share.czechia 2021": true, "un: pk.rate.m3 2024": true,
		"everything: lags 2021": true, "everything: lag_of_sum 2021": true, "everything: limits 2021": true, "everything: choice 2022": true,
		"everything: carried 2021": true, "everything: exact 2021": true, "everything: root 2021": true, "everything: inverse 2020": true,
		"everything: bounded.c 2021": true, "everything: first.z 2020": true, "everything: raised.a 2020": true, "everything: negative.a 2020": true,
		"everything: even.a 2020": true, "everything: fiscal 2020": true, "everything: product 2020": true, "everything: growth.carried 2021": true, "everything: pieces 2021": true,
	}
	found := map[string][]byte{}
	explanations(t, append(published(t), everything(t)), func(name string) bool { return wanted[name] }, func(name string, _ burden.Explanation, data []byte) {
		found[name] = data
	})
	require.Len(t, found, len(wanted), "%v", slices.Sorted(maps.Keys(found)))
	eighth := korea.Eighth()
	x, err := projected(t, eighth.Model, eighth.First, eighth.Last).p.ExplainWithin(eighth.Contribution, 2012, burden.Extent{Depth: 2})
	require.NoError(t, err)
	require.Len(t, x.Given(), 3, "the contribution of 2010, the growth of 2011 and the raw growth of 2012")
	data, err := json.Marshal(x)
	require.NoError(t, err)
	require.Contains(t, string(data), `"given":[{`)
	found["sma8: contribution 2012, two steps deep"] = data
	return found
}

// Every change of one leaf, and every field or element taken away, is rejected, even if
// whoever made it made the checksum anew: all but those of descriptive fields, which
// then only the checksum finds, or an enumeration. A change is one if the text of the
// leaf is another and not another text of the same number, of which the format has
// none. Changes of several leaves that agree with each other are another matter:
// [TestConsistentTampering] and [TestWhatOnlyTheChecksumFinds].
func TestTampering(t *testing.T) {
	t.Parallel()
	total, descriptions := 0, 0
	for name, data := range tampered(t) {
		doc := tree(t, data)
		var ids []string
		x := doc["explanation"].(map[string]any)
		for _, part := range []string{"inputs", "given", "steps", "splits"} {
			list, _ := x[part].([]any)
			for i, s := range list {
				if i < 2 { // references to some others will do
					ids = append(ids, s.(map[string]any)["id"].(string))
				}
			}
		}
		count := 0
		_, err := Check(bytes.NewReader(resummed(t, doc)))
		require.NoError(t, err, name)
		every := max(1, len(data)/200) // of a large one, some
		tamper(x, "", "", ids, func(path, change string) {
			count++
			if count%every != 0 {
				return
			}
			total++
			sum := doc["checksum"]
			field := path[strings.LastIndex(path, ".")+1:]
			if strings.Contains(path, ".changes.") {
				field = "changes"
			}
			describes := slices.Contains(descriptive, field) && (field != "basis" || !strings.Contains(path, ".tree"))
			if describes || total%20 == 0 {
				plain, err := json.Marshal(doc)
				require.NoError(t, err)
				_, err = Check(bytes.NewReader(plain))
				assert.Error(t, err, "%s, the checksum not made anew: %s %s", name, path, change)
				if err != nil && describes && strings.Contains(err.Error(), "every number agrees, but the checksum") {
					descriptions++
					return
				}
			}
			_, err := Check(bytes.NewReader(resummed(t, doc)))
			doc["checksum"] = sum
			assert.Error(t, err, "%s: %s %s", name, path, change)
		})
	}
	t.Logf("%d tamperings rejected, %d of them by the checksum alone", total, descriptions)
	assert.Greater(t, total-descriptions, 1000)
	assert.Greater(t, descriptions, 10)
}
