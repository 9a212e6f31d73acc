package oracle_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// exported is a plan as the script reads it.
type exported struct {
	From   int                   `json:"from"`
	To     int                   `json:"to"`
	Asked  []string              `json:"asked"`
	Lines  []planLine            `json:"lines"`
	Params map[string]*planParam `json:"params"`
}

// answer is what the script finds.
type answer struct {
	Values map[string]string `json:"values"` // by line and year
	Error  string            `json:"error"`
	Line   string            `json:"line"`
	Year   int               `json:"year"`
}

var named = map[string]error{
	"missing year": burden.ErrMissingYear, "division by zero": burden.ErrDivisionByZero, "out of range": burden.ErrOutOfRange,
	"inexact": burden.ErrInexact, "cycle": burden.ErrCycle, "too large": burden.ErrTooLarge,
}

// Python's fractions come to the same values and errors.
func TestPythonAgrees(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 to evaluate models with: ", err)
	}
	count := uint64(200 / slow)
	if *long {
		count = 5000
	}
	var input bytes.Buffer
	var models []*burden.Model
	var plans []*plan
	for i := range count {
		p := generate(*seed+3, i, 20, 25)
		p.asked = nil // every line
		m, err := p.build()
		if err != nil {
			continue // for a cycle; TestPlainEvaluation counts them
		}
		x := exported{p.from, p.to, nil, p.lines(), p.params}
		for _, l := range m.Lines() {
			x.Asked = append(x.Asked, l.Name())
		}
		o := newOracle(p)
		o.project(x.Asked)
		if o.beyond {
			continue
		}
		require.NoError(t, json.NewEncoder(&input).Encode(x))
		models, plans = append(models, m), append(plans, p)
	}
	command := exec.CommandContext(t.Context(), python, "testdata/oracle.py")
	command.Stdin = &input
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	require.NoError(t, err, stderr.String())

	answers := bufio.NewScanner(bytes.NewReader(output))
	answers.Buffer(nil, 1<<26)
	values, failing := 0, 0
	for k, m := range models {
		require.True(t, answers.Scan(), "answer %d", k)
		var a answer
		require.NoError(t, json.Unmarshal(answers.Bytes(), &a))
		n, difference := agree(m, plans[k], a)
		values += n
		if a.Error != "" {
			failing++
		}
		if !assert.Empty(t, difference, "-seed %d\n%v", *seed, plans[k]) {
			return
		}
	}
	assert.False(t, answers.Scan(), "an answer too many")
	t.Logf("%d models, %d values compared, %d models end with an error", len(models), values, failing)
	assert.Less(t, failing, len(models)/2, "most models are evaluated to the end")
}

// agree returns how many values were compared and in what the answer differs.
func agree(m *burden.Model, p *plan, a answer) (int, string) {
	projection, err := m.Project(p.from, p.to, m.Lines()...)
	if err != nil || a.Error != "" {
		if a.Error == "" {
			return 0, "evaluated in Python: " + err.Error()
		}
		want := &fault{named[a.Error], a.Line, a.Year}
		if err == nil {
			return 0, fmt.Sprintf("in Python, %v", want)
		}
		return 0, newOracle(p).sameFault(p, want, err, new(tally))
	}
	count := 0
	for _, l := range m.Lines() {
		for year := p.from; year <= p.to; year++ {
			got, err := projection.Value(l, year)
			want, applicable := a.Values[fmt.Sprintf("%s %d", l.Name(), year)]
			switch {
			case err != nil && !errors.Is(err, burden.ErrNotApplicable), (err == nil) != applicable:
				return count, fmt.Sprintf("%s %d: %v, want %q", l.Name(), year, err, want)
			case err == nil && written(burden.Text(got)).Cmp(written(strings.TrimSpace(want))) != 0:
				return count, fmt.Sprintf("%s %d is %s, want %s", l.Name(), year, burden.Text(got), want)
			case err == nil:
				count++
			}
		}
	}
	return count, ""
}
