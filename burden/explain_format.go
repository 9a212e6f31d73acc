package burden

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

// What [Explanation.MarshalJSON] documents, as it is written.

type bodyJSON struct {
	Model    string      `json:"model"`
	Hash     string      `json:"model_hash"`
	Scenario string      `json:"scenario,omitempty"`
	Changes  []string    `json:"changes,omitempty"`
	Result   string      `json:"result"`
	Inputs   []inputJSON `json:"inputs,omitempty"`
	Given    []givenJSON `json:"given,omitempty"`
	Splits   []splitJSON `json:"splits,omitempty"`
	Steps    []stepJSON  `json:"steps"`
}

type inputJSON struct {
	ID      string `json:"id"`
	Param   string `json:"param"`
	Year    int    `json:"year"`
	Basis   string `json:"basis,omitempty"` // of the year, if not calendar
	Unit    Unit   `json:"unit,omitempty"`
	Value   string `json:"value"`
	Status  string `json:"status"`
	Stage   string `json:"stage,omitempty"`
	Print   string `json:"print,omitempty"`
	Source  string `json:"source,omitempty"`
	Purpose string `json:"purpose,omitempty"`
}

type givenJSON struct {
	ID    string `json:"id"`
	Line  string `json:"line"`
	Year  int    `json:"year"`
	Basis string `json:"basis,omitempty"` // of the year, if not calendar
	Unit  Unit   `json:"unit,omitempty"`
	Value string `json:"value"`
}

type stepJSON struct {
	ID      string    `json:"id"`
	Line    string    `json:"line"`
	Year    int       `json:"year"`
	Basis   string    `json:"basis,omitempty"` // of the year, if not calendar
	Unit    Unit      `json:"unit,omitempty"`
	Value   string    `json:"value"`
	Formula string    `json:"formula"`
	Tree    *nodeJSON `json:"tree"`
}

type splitJSON struct {
	ID        string       `json:"id"`
	Name      string       `json:"name"`
	Year      int          `json:"year"`
	Quantum   string       `json:"quantum"`
	Remainder string       `json:"remainder"`
	KeepRest  bool         `json:"keep_rest,omitempty"`
	Formula   string       `json:"formula"`
	Total     *nodeJSON    `json:"total"`
	Members   []memberJSON `json:"members"`
}

type memberJSON struct {
	Key     string    `json:"key"`
	Weight  *nodeJSON `json:"weight"`
	Floor   *nodeJSON `json:"floor,omitempty"`
	Ceiling *nodeJSON `json:"ceiling,omitempty"`
	Ideal   string    `json:"ideal"` // a fraction
	Share   string    `json:"share"`
	At      string    `json:"at,omitempty"` // the bound that the ideal is at
}

type nodeJSON struct {
	Op         string        `json:"op"`
	Value      string        `json:"value,omitempty"`
	Unit       Unit          `json:"unit,omitempty"`
	Name       string        `json:"name,omitempty"`
	Input      string        `json:"input,omitempty"`
	Step       string        `json:"step,omitempty"`
	Split      string        `json:"split,omitempty"`
	Formula    string        `json:"formula,omitempty"`
	Basis      string        `json:"basis,omitempty"`
	Rounding   *roundingJSON `json:"rounding,omitempty"`
	Before     string        `json:"before,omitempty"`
	P          int           `json:"p,omitempty"`
	Q          int           `json:"q,omitempty"`
	Years      int           `json:"years,omitempty"`
	From       int           `json:"from,omitempty"`
	To         int           `json:"to,omitempty"`
	Relative   bool          `json:"relative,omitempty"`
	Starts     []int         `json:"starts,omitempty"`
	Bound      []int         `json:"bound,omitempty"`
	Reached    []int         `json:"reached,omitempty"`
	Arithmetic bool          `json:"arithmetic,omitempty"`
	Of         []*nodeJSON   `json:"of,omitempty"`
}

type roundingJSON struct {
	Quantum string `json:"quantum"`
	Mode    string `json:"mode"`
}

var kindNames = [...]string{
	ConstantNode: "constant", ParamNode: "param", LineNode: "line", PartNode: "part",
	AddNode: "add", SubtractNode: "subtract", MultiplyNode: "multiply",
	QuotientNode: "quotient", PowerNode: "power", RoundNode: "round",
	MinimumNode: "minimum", MaximumNode: "maximum", LagNode: "lag", SumNode: "sum",
	ByYearNode: "by_year", WhenNode: "when", BasisNode: "basis",
}

// operator returns the name that a node of the kind has in an explanation.
func (k Kind) operator() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// yearsOf names the year basis of a year, if it is not calendar.
func yearsOf(b YearBasis, _ bool) string {
	if b == Calendar {
		return ""
	}
	return b.String()
}

// encoded writes JSON with the < of formulas and the & of addresses as they are;
// whoever embeds it may escape them again.
func encoded(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// checksum hashes the tokens of a JSON value, whatever its white space and escapes:
// of each its kind, its length in bytes, a colon, its text and a line break.
func checksum(body []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	h := sha256.New()
	var line []byte
	for {
		token, err := d.Token()
		if err == io.EOF {
			return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
		kind, text := "v", ""
		switch token := token.(type) {
		case json.Delim:
			kind, text = "d", token.String()
		case string:
			kind, text = "s", token
		case json.Number:
			kind, text = "n", token.String()
		default:
			text = fmt.Sprint(token) // true or false
		}
		line = append(strconv.AppendInt(append(line[:0], kind...), int64(len(text)), 10), ':')
		h.Write(append(append(line, text...), '\n'))
	}
}
