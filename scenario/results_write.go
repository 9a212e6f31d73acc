package scenario

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// The columns of [Results], in this order, whatever they are written as.
var columns = [...]string{"scenario", "run", "line", "year", "value", "unit", "status"}

// WriteCSV writes the results as CSV, a header row and then a row each. Before them,
// in lines that begin with "# ", stands what they came from: format, seed, what varies and
// how quotients are rounded (see [Results]), and of each scenario its model, hash, years, changes and inputs. Values are text
// with every digit. It returns the first error of the results or of the writer, and
// what was written before stands.
//
// A spreadsheet takes text that begins with =, +, - or @, full width or not, for a formula,
// unless it is a number. Such a text, or one that begins with #, which would read as a line
// before the rows, or with an apostrophe, stands behind an apostrophe: a reader takes one
// away. So it is within a text too, behind a semicolon, tab or line break, where some
// spreadsheets begin a cell; in the lines before also behind a comma.
func (r *Results) WriteCSV(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, line := range r.about() {
		b.WriteString("# " + visible.CommentLine(line) + "\n") // its error stays, and Flush reports it
	}
	c := csv.NewWriter(b)
	err := c.Write(columns[:])
	for row, fault := range r.Rows() {
		if err = fault; err != nil {
			break
		}
		if err = c.Write(row.cells()); err != nil {
			break
		}
	}
	c.Flush()
	for _, e := range []error{c.Error(), b.Flush()} {
		if err == nil {
			err = e
		}
	}
	return err
}

// WriteJSON writes the results as one JSON object: format, version, seed, what varies and
// how quotients are rounded (see [Results]), scenarios, and rows, each an object on a line of its own with the columns as names,
// those that are absent left out. Values are text with every digit. It returns the
// first error of the results or of the writer; what was written before is then no
// whole JSON.
func (r *Results) WriteJSON(w io.Writer) error {
	b := bufio.NewWriter(w)
	head := resultsJSON{Format: resultsFormat, Version: 1, Scenarios: []originJSON{}}
	if r != nil {
		head.Seed, head.Design, head.Measured = r.Seed, r.Design, r.Measured
		for _, o := range r.Origins {
			if o.Inputs == nil {
				o.Inputs = []string{} // [], not null
			}
			head.Scenarios = append(head.Scenarios, originJSON(o))
		}
	}
	text, err := jsonLine(head)
	if err != nil {
		return err
	}
	b.Write(text[:len(text)-1]) // its error stays, and Flush reports it
	b.WriteString(`,"rows":[`)
	separator := "\n"
	for row, fault := range r.Rows() {
		if err = fault; err != nil {
			break
		}
		if text, err = jsonLine(row.json()); err != nil {
			break
		}
		b.WriteString(separator)
		if _, err = b.Write(text); err != nil {
			break // the writer is broken: computing on would be for nothing
		}
		separator = ",\n"
	}
	if err == nil {
		b.WriteString("\n]}\n")
	}
	if e := b.Flush(); err == nil {
		err = e
	}
	return err
}

const resultsFormat = "burdenshare results"

// about says in lines what the results came from.
func (r *Results) about() []string {
	lines := []string{resultsFormat + ", version 1"}
	if r == nil {
		return lines
	}
	if r.Seed != "" {
		lines = append(lines, "seed: "+r.Seed)
	}
	for _, d := range r.Design {
		lines = append(lines, "design: "+d)
	}
	for _, m := range r.Measured {
		lines = append(lines, "measured: "+m)
	}
	for _, o := range r.Origins {
		lines = append(lines, "scenario: "+o.Scenario,
			"  model: "+o.Model, "  hash: "+o.Hash, "  years: "+strconv.Itoa(o.From)+" to "+strconv.Itoa(o.To))
		for _, c := range o.Changes {
			lines = append(lines, "  change: "+c)
		}
		for _, i := range o.Inputs {
			lines = append(lines, "  input: "+i)
		}
	}
	return lines
}

// cells are the columns of a row, an absent one empty.
func (x Result) cells() []string {
	cells := []string{visible.Cell(x.Scenario), "", visible.Cell(x.Line), "", "", visible.Cell(string(x.Unit)), visible.Cell(x.Status)}
	if x.Run >= 0 {
		cells[1] = strconv.Itoa(x.Run)
	}
	if x.Year != 0 {
		cells[3] = strconv.Itoa(x.Year)
	}
	if x.Value.Present {
		cells[4] = burden.Text(x.Value.Amount)
	}
	return cells
}

type resultsJSON struct {
	Format    string       `json:"format"`
	Version   int          `json:"version"`
	Seed      string       `json:"seed,omitempty"` // as text, because readers take large numbers for doubles
	Design    []string     `json:"design,omitempty"`
	Measured  []string     `json:"measured,omitempty"`
	Scenarios []originJSON `json:"scenarios"`
}

type originJSON struct {
	Scenario string   `json:"scenario"`
	Model    string   `json:"model"`
	Hash     string   `json:"hash"`
	From     int      `json:"from"`
	To       int      `json:"to"`
	Changes  []string `json:"changes,omitempty"`
	Inputs   []string `json:"inputs"`
}

type resultJSON struct {
	Scenario string       `json:"scenario"`
	Run      *int         `json:"run,omitempty"`
	Line     string       `json:"line,omitempty"`
	Year     int          `json:"year,omitempty"`
	Value    *string      `json:"value,omitempty"`
	Unit     *burden.Unit `json:"unit,omitempty"` // "" is a ratio, absent that there is no value
	Status   string       `json:"status"`
}

func (x Result) json() resultJSON {
	j := resultJSON{Scenario: x.Scenario, Line: x.Line, Year: x.Year, Status: x.Status}
	if x.Run >= 0 {
		j.Run = &x.Run
	}
	if x.Value.Present {
		text := burden.Text(x.Value.Amount)
		j.Value, j.Unit = &text, &x.Unit
	}
	return j
}

// jsonLine writes JSON on one line, with < and & as they are.
func jsonLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
