package oracle_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/examples/verify/recompute"
)

// opened is a document as its JSON.
func opened(data []byte) object {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var doc map[string]any
	if err := d.Decode(&doc); err != nil {
		panic(err)
	}
	return doc
}

// summed writes a document with the checksum of its explanation as it is now, by FORMAT.md.
func summed(doc object) []byte {
	body, err := json.Marshal(doc["explanation"])
	if err != nil {
		panic(err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	h := sha256.New()
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		kind := "v"
		switch token.(type) {
		case json.Delim:
			kind = "d"
		case string:
			kind = "s"
		case json.Number:
			kind = "n"
		}
		text := fmt.Sprint(token)
		fmt.Fprintf(h, "%s%d:%s\n", kind, len(text), text)
	}
	doc["checksum"] = fmt.Sprintf("sha256:%x", h.Sum(nil))
	data, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return data
}

// said are fields whose change only the checksum finds, as FORMAT.md says.
var said = []string{"model", "model_hash", "scenario", "changes", "status", "stage", "print", "source", "purpose"}

// leaf is a place in a document that holds one text, number or truth.
type leaf struct {
	field, path string
	value       any
	set         func(any) // nil takes it away
}

// leaves visits the values of a document that can be changed one by one.
func leaves(at any, field, path string, visit func(leaf)) {
	put := func(field, path string, v any, set func(any)) {
		switch v.(type) {
		case map[string]any, []any:
			leaves(v, field, path, visit)
		default:
			if !slices.Contains(said, field) && (field != "basis" || strings.Contains(path, ".tree.") || strings.Contains(path, ".splits.")) {
				visit(leaf{field, path, v, set})
			}
		}
	}
	switch at := at.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(at)) {
			put(name, path+"."+name, at[name], func(v any) {
				if at[name] = v; v == nil {
					delete(at, name)
				}
			})
		}
	case []any:
		for i := range at {
			put(field, path+"."+strconv.Itoa(i), at[i], func(v any) { at[i] = v })
		}
	}
}

// forger changes documents.
type forger struct {
	*rand.Rand
	x     object // the explanation
	names []string
}

// other returns another value of the same kind for a leaf, or its own if there is none.
func (g *forger) other(l leaf) any {
	text, isText := l.value.(string)
	if !isText {
		if n, ok := l.value.(json.Number); ok {
			i, _ := strconv.Atoi(n.String())
			return json.Number(strconv.Itoa(i + 1 - 2*g.IntN(2)))
		}
		return nil // a truth is left out if it is not
	}
	switch l.field {
	case "value", "before", "ideal", "share", "quantum":
		return g.number(text)
	case "op":
		return pickFrom(g.Rand, "add", "subtract", "multiply", "minimum", "maximum", "quotient", "round", "lag", "sum", "when", "by_year", "basis", "constant", "param", "line", "part", "power", "unused")
	case "mode":
		return pickFrom(g.Rand, "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
	case "remainder":
		return pickFrom(g.Rand, "largest_remainder", "first_gets_it")
	case "unit":
		return pickFrom(g.Rand, "KRW", "USD", "person", "KRW/person", "KRW@2019", "KRW^2")
	case "at":
		return pickFrom(g.Rand, "floor", "ceiling")
	case "basis":
		return pickFrom(g.Rand, "calendar", "april", "prior_october", "july")
	case "formula": // a character of it
		i := g.IntN(len(text))
		return text[:i] + pickFrom(g.Rand, "1", "7", "+", "-", "*", "x", "(", ")", " ", "[", ",") + text[i+1:]
	case "id", "input", "step", "split", "result", "name", "param", "line", "key":
		return pickFrom(g.Rand, g.names...)
	}
	return text + "x"
}

// number is another one near to it, or the same number with a zero more.
func (g *forger) number(text string) string {
	i := len(text) - 1 - g.IntN(len(text))
	if text[i] >= '0' && text[i] <= '9' && g.IntN(4) > 0 {
		return text[:i] + string('0'+(text[i]-'0'+1+byte(g.IntN(9)))%10) + text[i+1:]
	}
	switch g.IntN(4) {
	case 0:
		return strings.TrimPrefix("-"+text, "--")
	case 1:
		return text + "0"
	case 2:
		if !strings.Contains(text, ".") {
			return text + ".0"
		}
		return text + "0"
	}
	if digits, negative := strings.CutPrefix(text, "-"); negative {
		return "-1" + digits
	}
	return "1" + text
}

func pickFrom[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// treeNode is a node with the step or split whose text it is in.
type treeNode struct{ node, owner object }

// nodes lists the nodes that count.
func (g *forger) nodes() []treeNode {
	var list []treeNode
	var add func(n, owner object)
	add = func(n, owner object) {
		if n == nil || n.text("op") == "unused" {
			return
		}
		list = append(list, treeNode{n, owner})
		for _, o := range n.objects("of") {
			add(o, owner)
		}
	}
	for _, s := range g.x.objects("steps") {
		add(s.at("tree"), s)
	}
	for _, s := range g.x.objects("splits") {
		add(s.at("total"), s)
		for _, m := range s.objects("members") {
			for _, field := range []string{"weight", "floor", "ceiling"} {
				add(m.at(field), s)
			}
		}
	}
	return list
}

// canonical writes a number as the format has it.
func canonical(text string) string {
	x := fraction(text)
	places, _ := decimalPlaces(x)
	return x.FloatString(places)
}

// carefully changes one thing with everything that only repeats it: the text of the
// formula, or the copies of a figure. It says what.
func (g *forger) carefully() string {
	at := pickFrom(g.Rand, g.nodes()...)
	n, op := at.node, at.node.text("op")
	what := g.change(n, op)
	if _, step := at.owner["tree"]; step {
		at.owner["formula"] = writes(at.owner.at("tree")).String()
	} else {
		at.owner["formula"] = writesTerms(at.owner)
	}
	return what + " of " + op
}

func (g *forger) change(n object, op string) string {
	step := func(field string, d int) string {
		if n[field] = json.Number(strconv.Itoa(max(0, n.number(field)+d))); n.number(field) == 0 {
			delete(n, field)
		}
		return field
	}
	swap := func(i, j int) string {
		of := n["of"].([]any)
		of[i], of[j] = of[j], of[i]
		return "order"
	}
	refer := func(field, id, name string) string {
		n[field], n["name"] = id, name
		return "reference"
	}
	d := 1 - 2*g.IntN(2)
	switch op {
	case "constant":
		if g.IntN(6) == 0 {
			n["unit"] = pickFrom(g.Rand, "KRW", "USD", "person", "vessel")
			return "unit"
		}
		n["value"] = canonical(g.number(n.text("value")))
		return "number"
	case "param":
		if g.IntN(2) == 0 {
			return g.figure("input", n.text("input"))
		}
		i := pickFrom(g.Rand, g.x.objects("inputs")...)
		return refer("input", i.text("id"), i.text("param"))
	case "line":
		if g.IntN(3) == 0 && slices.ContainsFunc(g.x.objects("given"), func(o object) bool { return o.text("id") == n.text("step") }) {
			return g.figure("step", n.text("step"))
		}
		s := pickFrom(g.Rand, slices.Concat(g.x.objects("steps"), g.x.objects("given"))...)
		return refer("step", s.text("id"), s.text("line"))
	case "part":
		s := pickFrom(g.Rand, g.x.objects("splits")...)
		return refer("split", s.text("id"), pickFrom(g.Rand, s.objects("members")...).text("key"))
	case "add", "subtract", "multiply", "minimum", "maximum":
		count := len(n.objects("of"))
		if g.IntN(3) == 0 {
			i := 1 + g.IntN(count-1)
			return swap(i-1, i)
		}
		ops := []string{"add", "multiply", "minimum", "maximum"}
		if n["arithmetic"] == true {
			ops = ops[2:]
		} else if count == 2 {
			ops = append(ops, "subtract")
		}
		n["op"] = pickFrom(g.Rand, ops...)
		return "operator"
	case "lag":
		return step("years", d)
	case "sum":
		if g.IntN(3) == 0 {
			return step("to", d)
		}
		step("from", d)
		return "years, " + step("to", d)
	case "by_year":
		starts := n["starts"].([]any)
		i := g.IntN(len(starts))
		y, _ := strconv.Atoi(starts[i].(json.Number).String())
		starts[i] = json.Number(strconv.Itoa(y + d))
		return "starts"
	case "basis":
		n["basis"] = pickFrom(g.Rand, "calendar", "april", "prior_october", "july")
		return "basis"
	case "when":
		i := 2 * g.IntN(2)
		return swap(i, i+1)
	case "power":
		if g.IntN(2) == 0 {
			return step(pickFrom(g.Rand, "p", "q"), d)
		}
	}
	r := n.at("rounding")
	if r == nil {
		return ""
	}
	if g.IntN(2) == 0 {
		r["mode"] = pickFrom(g.Rand, "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
		return "mode"
	}
	r["quantum"] = canonical(strings.TrimPrefix(g.number(r.text("quantum")), "-"))
	return "quantum"
}

// figure changes a figure, or a result given, where it stands and in every node that reads it.
func (g *forger) figure(field, id string) string {
	var value string
	for _, i := range slices.Concat(g.x.objects("inputs"), g.x.objects("given")) {
		if i.text("id") == id {
			value = canonical(g.number(i.text("value")))
			i["value"] = value
		}
	}
	for _, at := range g.nodes() {
		if at.node.text(field) == id {
			at.node["value"] = value
		}
	}
	return "figure"
}

// tamperTally counts verdicts.
type tamperTally struct{ plain, careful, equal atomic.Int64 }

// One thing in an explanation is changed, a number, a name, a unit, an operator or a
// reference, and its checksum is made anew. The checker has to find it.
//
// Half of the changes are of one place. What an explanation says it says more than once
// (FORMAT.md, "What checking shows"), so every such change contradicts another place. The
// checker has to reject all of them, also the same number written in another way: the format
// has one way for each number.
//
// The other half is made with care: the text of the formula is made anew from the changed
// tree, or a changed figure is changed wherever it is read. Such a document can be true,
// because the change made no difference in that year: half up for half even without a tie,
// or another number under a ceiling that did not bind. It is then a genuine explanation of
// another formula with the same value, and is called of equal value. That is decided by the
// arithmetic of this package ([judged]), which recomputes every statement in fractions:
// if all of them are true the checker has to accept the document, and else to reject it.
func TestTamperedExplanations(t *testing.T) {
	count := int64(1000 / slow)
	if *long {
		count = 10_000
	}
	var n tamperTally
	each(t, uint64(count)*4, func(i uint64) string {
		if n.plain.Load()+n.careful.Load() >= count {
			return ""
		}
		g := &forger{Rand: rand.New(rand.NewPCG(*seed+1, i))}
		return explained(i, func(name, _ string, data []byte) string {
			if len(data) > 100_000 && g.IntN(20) > 0 {
				return "" // large ones take long: some will do
			}
			return g.tamper(name, data, i%2 == 0, &n)
		})
	})
	t.Logf("%d tampered with rejected (%d in one place, %d with care), %d of equal value accepted",
		n.plain.Load()+n.careful.Load(), n.plain.Load(), n.careful.Load(), n.equal.Load())
	assert.GreaterOrEqual(t, n.plain.Load()+n.careful.Load(), count)
	assert.Greater(t, n.careful.Load(), count/4)
	assert.Greater(t, n.equal.Load(), count/100, "the judge finds some of equal value")
}

// tamper makes one change to a document and compares the checker's verdict with the right
// one.
func (g *forger) tamper(name string, data []byte, careful bool, n *tamperTally) string {
	doc := opened(data)
	g.x = doc.at("explanation")
	if ok, what := judged(g.x); !ok {
		return name + ": genuine, but judged wrong: " + what + "\n" + string(data)
	}
	before := string(summed(doc))
	var what string
	genuine := false
	if careful {
		what = g.carefully()
		genuine, _ = judged(g.x)
	} else {
		g.names = nil
		var all []leaf
		leaves(map[string]any(g.x), "", "", func(l leaf) {
			all = append(all, l)
			switch l.field {
			case "id", "name", "param", "line", "key":
				g.names = append(g.names, l.value.(string))
			}
		})
		l := pickFrom(g.Rand, all...)
		to := g.other(l)
		what = fmt.Sprintf("%s: %v becomes %v", l.path, l.value, to)
		l.set(to)
	}
	after := summed(doc)
	if string(after) == before {
		return ""
	}
	_, err := recompute.Check(bytes.NewReader(after))
	switch {
	case genuine && err != nil:
		return fmt.Sprintf("%s: %s: of equal value, but rejected: %v\n%s\n%s", name, what, err, before, after)
	case !genuine && err == nil:
		return fmt.Sprintf("%s: %s: accepted\n%s\n%s", name, what, before, after)
	case genuine:
		n.equal.Add(1)
	case careful:
		n.careful.Add(1)
	default:
		n.plain.Add(1)
	}
	return ""
}
