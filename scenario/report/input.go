package report

import (
	"errors"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// commonYears checks that there are scenarios, none nil, and of the same years.
func commonYears(scenarios []*scenario.Scenario) (from, to int, err error) {
	if len(scenarios) == 0 {
		return 0, 0, &burden.Error{Input: "scenarios", Err: burden.ErrIncomplete}
	}
	for i, s := range scenarios {
		if s == nil || s.Model() == nil {
			return 0, 0, &burden.Error{Input: "scenario " + itoa(i+1), Err: burden.ErrIncomplete}
		}
		a, b := s.Years()
		if i == 0 {
			from, to = a, b
		}
		if a != from || b != to {
			return 0, 0, &scenario.Error{Scenario: scenarios[0].Name(), Other: s.Name(), Err: scenario.ErrBaseline}
		}
	}
	return from, to, nil
}

// applicable returns a line's values in years, absent where it is not applicable or
// the model does not have it.
func applicable(p *burden.Projection, l burden.Line, from, to int) ([]scenario.Value, error) {
	if l.Name() == "" {
		return nil, &burden.Error{Input: "line", Err: burden.ErrIncomplete}
	}
	values := make([]scenario.Value, to-from+1)
	for year := from; year <= to; year++ {
		switch v, err := p.Value(l, year); {
		case err == nil:
			values[year-from] = scenario.Value{Amount: v, Present: true}
		case !errors.Is(err, burden.ErrNotApplicable) && !errors.Is(err, burden.ErrUnknownName):
			return nil, err
		}
	}
	return values, nil
}

// unitWords names a unit behind the name of what is counted in it.
func unitWords(u burden.Unit) string {
	if u == burden.Ratio || u.IsCurrency() { // figures of a currency carry its sign or code
		return ""
	}
	return ", " + string(u)
}
