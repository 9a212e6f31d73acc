package recompute

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits on what is read, so that no file can keep this program busy for long.
const (
	maxFile  = 64 << 20 // bytes
	maxNodes = 1 << 20  // JSON objects
	maxDepth = 1000     // nodes one above the other
	maxText  = 20000    // characters of a number
	maxBits  = 1 << 20  // of an integer
	maxWork  = 1 << 31  // word operations on integers, about
)

type document struct {
	Format      string          `json:"format"`
	Version     int             `json:"version"`
	Checksum    string          `json:"checksum"`
	Explanation json.RawMessage `json:"explanation"`
}

type explanation struct {
	Model    string         `json:"model"`
	Hash     string         `json:"model_hash"`
	Scenario string         `json:"scenario"`
	Changes  []string       `json:"changes"`
	Result   string         `json:"result"`
	Inputs   []*input       `json:"inputs"`
	Given    []*givenResult `json:"given"`
	Splits   []*split       `json:"splits"`
	Steps    []*step        `json:"steps"`
}

type input struct {
	ID      string `json:"id"`
	Param   string `json:"param"`
	Year    int    `json:"year"`
	Basis   string `json:"basis"`
	Unit    string `json:"unit"`
	Value   string `json:"value"`
	Status  string `json:"status"`
	Stage   string `json:"stage"`
	Print   string `json:"print"`
	Source  string `json:"source"`
	Purpose string `json:"purpose"`
}

// givenResult is the value of a line that is not explained.
type givenResult struct {
	ID    string `json:"id"`
	Line  string `json:"line"`
	Year  int    `json:"year"`
	Basis string `json:"basis"`
	Unit  string `json:"unit"`
	Value string `json:"value"`
}

type step struct {
	ID      string `json:"id"`
	Line    string `json:"line"`
	Year    int    `json:"year"`
	Basis   string `json:"basis"`
	Unit    string `json:"unit"`
	Value   string `json:"value"`
	Formula string `json:"formula"`
	Tree    *node  `json:"tree"`
}

type split struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Year      int      `json:"year"`
	Quantum   string   `json:"quantum"`
	Remainder string   `json:"remainder"`
	KeepRest  bool     `json:"keep_rest"`
	Formula   string   `json:"formula"`
	Total     *node    `json:"total"`
	Members   []member `json:"members"`
}

type member struct {
	Key     string `json:"key"`
	Weight  *node  `json:"weight"`
	Floor   *node  `json:"floor"`
	Ceiling *node  `json:"ceiling"`
	Ideal   string `json:"ideal"`
	Share   string `json:"share"`
	At      string `json:"at"`
}

type node struct {
	Op         string    `json:"op"`
	Value      string    `json:"value"`
	Unit       string    `json:"unit"`
	Name       string    `json:"name"`
	Input      string    `json:"input"`
	Step       string    `json:"step"`
	Split      string    `json:"split"`
	Formula    string    `json:"formula"`
	Basis      string    `json:"basis"`
	Rounding   *rounding `json:"rounding"`
	Before     string    `json:"before"`
	P          int       `json:"p"`
	Q          int       `json:"q"`
	Years      int       `json:"years"`
	From       int       `json:"from"`
	To         int       `json:"to"`
	Relative   bool      `json:"relative"`
	Starts     []int     `json:"starts"`
	Bound      []int     `json:"bound"`
	Reached    []int     `json:"reached"`
	Arithmetic bool      `json:"arithmetic"`
	Of         []*node   `json:"of"`
}

type rounding struct {
	Quantum string `json:"quantum"`
	Mode    string `json:"mode"`
}

// read takes a document apart and checks its format. A wrong checksum is returned as broken:
// the caller reports it only if it finds no wrong number first.
func read(in io.Reader) (x *explanation, broken error, err error) {
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxFile {
		return nil, nil, fmt.Errorf("more than %d bytes", maxFile)
	}
	if err := wellEncoded(data); err != nil {
		return nil, nil, err
	}
	d, err := open(data)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case d.Format != "burdenshare explanation":
		return nil, nil, fmt.Errorf("format is %s, not an explanation", quoted(d.Format))
	case d.Version != 2:
		return nil, nil, fmt.Errorf("version is %d, this program knows 2", d.Version)
	}
	sum, err := checksum(d.Explanation)
	if err != nil {
		return nil, nil, err
	}
	if d.Checksum != sum {
		broken = fmt.Errorf("every number agrees, but the checksum is %s and the explanation's is %s: something else was changed", quoted(d.Checksum), sum)
	}
	x = &explanation{}
	return x, broken, decode(d.Explanation, x)
}

// wellEncoded rejects what a reader of JSON would take for a replacement character: bytes that
// are no UTF-8, and half a surrogate pair as an escape. Of JSON, all backslashes are in texts.
func wellEncoded(data []byte) error {
	if !utf8.Valid(data) {
		return errors.New("the document is not in UTF-8")
	}
	half := func(i int) rune { // the surrogate that is written at i
		if i+6 > len(data) || data[i] != '\\' || data[i+1] != 'u' {
			return 0
		}
		c, err := strconv.ParseUint(string(data[i+2:i+6]), 16, 16)
		if err != nil || !utf16.IsSurrogate(rune(c)) {
			return 0
		}
		return rune(c)
	}
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' {
			continue
		}
		first := half(i)
		switch {
		case first == 0:
			i++ // what is escaped
		case utf16.DecodeRune(first, half(i+6)) == utf8.RuneError:
			return fmt.Errorf("%s is half a character", data[i:i+6])
		default:
			i += 11
		}
	}
	return nil
}

// open reads the four fields of a document, each once.
func open(data []byte) (document, error) {
	var d document
	fields := map[string]any{"format": &d.Format, "version": &d.Version, "checksum": &d.Checksum, "explanation": &d.Explanation}
	in := json.NewDecoder(bytes.NewReader(data))
	if token, err := in.Token(); err != nil || token != json.Delim('{') {
		return d, errors.New("not a JSON object")
	}
	for in.More() {
		token, err := in.Token()
		if err != nil {
			return d, err
		}
		name, _ := token.(string)
		if fields[name] == nil {
			return d, fmt.Errorf("%s is twice there, or no field of the format", quoted(name))
		}
		if err := in.Decode(fields[name]); err != nil {
			return d, err
		}
		delete(fields, name)
	}
	if _, err := in.Token(); err != nil {
		return d, err
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return d, errors.New("something follows the document")
	}
	return d, nil
}

// decode reads one JSON value and nothing after it, without fields it does not know.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the document")
	}
	return nil
}
