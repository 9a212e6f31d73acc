package document

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// years checks the years of the scenarios.
func (c *complaints) years() {
	for _, y := range []struct {
		key  string
		year int
	}{{"from", c.d.From}, {"to", c.d.To}} {
		switch {
		case c.spoiled[""]:
		case y.year == 0:
			c.add(y.key, "is missing: scenarios have a first and a last year", "", burden.ErrIncomplete)
		case y.year < burden.MinYear || y.year > burden.MaxYear:
			c.add(y.key, "the year "+strconv.Itoa(y.year)+" is out of range", "", burden.ErrOutOfRange)
		}
	}
	if c.d.From >= burden.MinYear && c.d.From <= burden.MaxYear && c.d.To >= burden.MinYear && c.d.To < c.d.From {
		c.add("to", "the last year, "+strconv.Itoa(c.d.To)+", is before the first, "+strconv.Itoa(c.d.From), "", burden.ErrOutOfRange)
	}
}

// maxWith bounds how many scenarios one is with.
const maxWith = scenario.MaxChanges

// maxWork bounds how often a line or parameter is looked at to apply the changes of
// all scenarios. Where a scenario defines something, every formula is checked again:
// textWork bytes of formulas count as much as one more name.
const (
	maxWork  = 1 << 20
	textWork = 8
)

// whatIf reads the changes of every scenario.
func (c *complaints) whatIf(model speech) [][]scenario.Change {
	names := map[string]int{}
	work, formulas := 0, 0
	for _, l := range c.d.Lines {
		formulas += l.text() / textWork
	}
	defining := make([]bool, len(c.d.WhatIf))  // the scenarios that define something, or are with one that does
	closures := make([][]int, len(c.d.WhatIf)) // the scenarios that each takes changes of
	changes := make([][]scenario.Change, len(c.d.WhatIf))
	for i, d := range c.d.WhatIf {
		if c.full() {
			return nil
		}
		path := "scenarios[" + strconv.Itoa(i) + "]"
		_, taken := names[d.Name]
		switch {
		case d.Name == "baseline":
			c.add(path+".name", "baseline is the scenario without changes", "", burden.ErrDuplicate)
		case c.badName(d.Name, path+".name"):
		case taken && d.Name != "":
			c.add(path+".name", visible.Quote(d.Name)+" is the name of a scenario before", "", burden.ErrDuplicate)
		}
		switch {
		case len(d.With) > maxWith:
			c.add(path+".with", "a scenario is with at most "+strconv.Itoa(maxWith)+" others, not "+strconv.Itoa(len(d.With))+"; let some of them be with others, and this one with these", "", burden.ErrTooLarge)
			return nil
		case len(d.Changes) == 0 && len(d.With) == 0 && !c.spoiled[path]:
			c.add(path, "a scenario has changes, or scenarios it is with", "", burden.ErrIncomplete)
		}
		whose := c.above(i, names, closures)
		closures[i] = whose
		defining[i] = slices.ContainsFunc(d.Changes, Change.defines) || slices.ContainsFunc(whose, func(j int) bool { return defining[j] })
		work += (len(whose) + 1) * (len(model.names) + len(model.params) + 16)
		if defining[i] {
			work += formulas
		}
		if work > maxWork {
			c.add(path, "there are too many scenarios for a model of this size: up to here they look at its names and formulas more than "+strconv.Itoa(maxWork)+" times; leave some out, or let fewer define something or be with others", "", burden.ErrTooLarge)
			return nil
		}
		changes[i] = c.changes(i, append(slices.Clip(whose), i), model)
		names[d.Name] = i
	}
	return changes
}

// badName reports the name of a scenario or a sweep if it is too long, or has control
// characters.
func (c *complaints) badName(name, path string) bool {
	if long := visible.TooLong("the name", name, scenario.MaxName); long != "" {
		c.add(path, long, "", burden.ErrTooLarge)
		return true
	}
	if strings.ContainsFunc(name, unicode.IsControl) {
		c.add(path, visible.Quote(name)+" has line breaks or other control characters", "", burden.ErrName)
		return true
	}
	return false
}

// above returns all scenarios that the i-th takes changes of, by index in order.
func (c *complaints) above(i int, names map[string]int, closures [][]int) []int {
	all := map[int]bool{}
	for k, name := range c.d.WhatIf[i].With {
		j, ok := names[name]
		if !ok && name != "" {
			c.unknown("scenarios["+strconv.Itoa(i)+"].with["+strconv.Itoa(k)+"]", "no scenario above is called "+visible.Quote(name), name, i, func() []string { return slices.Collect(maps.Keys(names)) })
		} else if ok && !all[j] {
			all[j] = true
			for _, above := range closures[j] {
				all[above] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// changes reads the changes of the i-th scenario. Its formulas may name what the
// model has, and what it and the scenarios it is with define.
func (c *complaints) changes(i int, whose []int, model speech) []scenario.Change {
	d, path := c.d.WhatIf[i], "scenarios["+strconv.Itoa(i)+"]"
	s := speech{maps.Clone(model.names), maps.Clone(model.params), nil}
	for _, j := range whose {
		for k, change := range c.d.WhatIf[j].Changes {
			switch p := change.Parameter; {
			case change.Define != nil:
				change.Define.enter(s.names)
			case p != nil:
				reader := c
				if j != i {
					reader = &complaints{d: c.d} // its faults are reported where it is
				}
				param := reader.param(*p, "scenarios["+strconv.Itoa(j)+"].changes["+strconv.Itoa(k)+"].parameter")
				s.names[p.Name], s.params[p.Name] = param, param
			}
		}
	}
	var list []scenario.Change
	for k, change := range d.Changes {
		list = append(list, c.change(change, s, path+".changes["+strconv.Itoa(k)+"]"))
	}
	return list
}

// defines reports whether a change puts a definition in place of another.
func (d Change) defines() bool { return d.Define != nil || d.Parameter != nil }

// text is how many bytes the formulas of a line have.
func (l Line) text() int {
	n := len(l.Formula)
	if x := l.Index; x != nil {
		n += len(x.Driver) + len(x.Floor) + len(x.Ceiling)
		for _, a := range x.AddOns {
			n += len(a)
		}
	}
	if x := l.Split; x != nil {
		n += len(x.Total)
		for _, m := range x.Members {
			n += len(m.Weight) + len(m.Floor) + len(m.Ceiling)
		}
	}
	return n
}

// about is the name of what a change defines.
func (d Change) about() string {
	if d.Parameter != nil {
		return d.Parameter.Name
	}
	return d.Define.Name
}

// change reads one change.
func (c *complaints) change(d Change, s speech, path string) scenario.Change {
	given := 0
	for _, is := range []bool{d.Set != "", d.Scale != "", d.Shift != "", d.Define != nil, d.Parameter != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		if !c.spoiled[path] {
			c.add(path, "a change is one of set, scale, shift, define and parameter", "", burden.ErrIncomplete)
		}
		return scenario.Change{}
	}
	if d.Define != nil || d.Parameter != nil {
		if d.Value != "" || d.By != "" || len(d.Years) > 0 {
			c.add(path, "what is defined has no value, by or years", "", burden.ErrDuplicate)
		}
		name := path + ".define.name"
		if d.Parameter != nil {
			name = path + ".parameter.name"
		}
		if text := d.about(); text != "" {
			if _, err := burden.NewModel(text); err != nil { // which is checked as a name
				c.add(name, noName(text), "", burden.ErrName)
				return scenario.Change{}
			}
		}
		if d.Parameter != nil {
			return scenario.Define(s.params[d.Parameter.Name])
		}
		definition := c.line(*d.Define, s.names, path+".define")
		if definition == nil {
			return scenario.Change{}
		}
		return scenario.Define(definition)
	}
	key, name, amount, of, other := "set", d.Set, d.Value, "value", d.By
	switch {
	case d.Scale != "":
		key, name, amount, of, other = "scale", d.Scale, d.By, "by", d.Value
	case d.Shift != "":
		key, name, amount, of, other = "shift", d.Shift, d.By, "by", d.Value
	}
	if (amount == "" || other != "") && !c.spoiled[path] {
		c.add(path, key+" takes one number, "+of, "", burden.ErrIncomplete)
	}
	text := c.number(amount, path+"."+of)
	years := c.yearsIn(d.Years, path)
	param, ok := s.params[name]
	if !ok {
		problem := "no parameter is called " + visible.Quote(name)
		if _, isLine := s.names[name]; isLine {
			problem = name + " is a line, and only parameters are set, scaled or shifted"
		}
		if !c.full() {
			c.add(path+"."+key, problem, closest.Name(name, slices.Collect(maps.Keys(s.params))...), burden.ErrUnknownName)
		}
	}
	if !ok || text == "" || len(years) < len(d.Years) || key != "scale" && c.percent(amount, param.Unit(), path+"."+of) {
		return scenario.Change{}
	}
	switch key {
	case "scale":
		return scenario.Scale(param, text, years...)
	case "shift":
		return scenario.Shift(param, text, years...)
	}
	return scenario.Set(param, text, years...)
}

// scenarios builds the baseline and the scenarios on it.
func (c *complaints) scenarios(model *burden.Model, changes [][]scenario.Change) []*scenario.Scenario {
	var asked []burden.Line
	before := map[string]bool{}
	for i, name := range c.d.Ask {
		if c.full() {
			break
		}
		if before[name] {
			c.add("ask["+strconv.Itoa(i)+"]", visible.Quote(name)+" is asked for before", "", burden.ErrDuplicate)
			continue
		}
		before[name] = true
		if l, ok := c.lineOf(model, name, "ask["+strconv.Itoa(i)+"]"); ok {
			asked = append(asked, l)
		}
	}
	base := scenario.Baseline(model, c.d.From, c.d.To, asked...)
	list := []*scenario.Scenario{base}
	at := map[string]*scenario.Scenario{}
	for i, d := range c.d.WhatIf {
		if c.full() {
			break
		}
		var overlays []scenario.Overlay
		made := map[scenario.Overlay]bool{}
		add := func(list ...scenario.Overlay) {
			for _, o := range list {
				if !made[o] { // each once
					made[o] = true
					overlays = append(overlays, o)
				}
			}
		}
		for _, name := range d.With {
			if with := at[name]; with != nil { // otherwise it has faults
				add(with.Overlays()...)
			}
		}
		if len(d.Changes) > 0 {
			add(scenario.NewOverlay(d.Name, changes[i]...).Priority(d.Priority))
		}
		s, err := base.Apply(overlays...)
		for _, fault := range burden.Faults(err) {
			c.scenarioFault(fault, i, changes[i])
		}
		list = append(list, s.Named(d.Name))
		if s != nil {
			at[d.Name] = list[len(list)-1]
		}
	}
	return list
}

// lineOf finds a line of a model, and reports a name that none has.
func (c *complaints) lineOf(m *burden.Model, name, path string) (burden.Line, bool) {
	l, ok := m.Line(name)
	if !ok {
		c.unknown(path, "no line is called "+visible.Quote(name), name, m, func() []string {
			var names []string
			for _, l := range m.Lines() {
				names = append(names, l.Name())
			}
			return names
		})
	}
	return l, ok
}

// scenarioFault reports a fault of the i-th scenario at the change it is about.
func (c *complaints) scenarioFault(fault error, i int, changes []scenario.Change) {
	path := "scenarios[" + strconv.Itoa(i) + "]"
	e, ok := errors.AsType[*scenario.Error](fault)
	if !ok {
		c.add(path, fault.Error(), "", fault)
		return
	}
	if k := slices.IndexFunc(changes, func(x scenario.Change) bool { return x.String() == e.Change }); k >= 0 && e.Scenario == c.d.WhatIf[i].Name {
		path += ".changes[" + strconv.Itoa(k) + "]"
	}
	if inner, ok := errors.AsType[*burden.Error](e.Err); ok {
		c.add(path, c.told(inner), "", e)
		return
	}
	problem := strings.TrimPrefix(e.Error(), "scenario: ")
	if e.Scenario == c.d.WhatIf[i].Name {
		problem = strings.TrimPrefix(problem, e.Scenario+": ")
	}
	if e.Scenario == c.d.WhatIf[i].Name && e.Other == e.Scenario && errors.Is(e, scenario.ErrConflict) {
		problem = "two changes of one scenario touch the same: " + e.Change + ", and " + e.OtherChange
	}
	c.add(path, problem, "", e)
}
