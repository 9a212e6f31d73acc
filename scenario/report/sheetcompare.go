package report

import (
	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
)

// compare writes the lines asked for, scenarios under each other, then what each
// differs from the baseline.
func (b *book) compare(f *excelize.File) error {
	p := b.page(f, compareSheet, []float64{30, 34, 12, 20, 4}, 18, 2, 2)
	p.add(p.words(titleCell, b.title))
	p.heads("line", "scenario", "unit", "total", "")
	from, to := b.scenarios[0].Years()
	var lines []burden.Line
	seen := map[string]bool{}
	for _, s := range b.scenarios {
		for _, l := range s.Lines() {
			if !seen[l.Name()] {
				seen[l.Name()] = true
				lines = append(lines, l)
			}
		}
	}
	for _, l := range lines {
		rows := make([]int, len(b.sheets))
		var all []decimal.Decimal
		for _, m := range b.sheets {
			for year := from; year <= to; year++ {
				if v, ok := m.values[lineYear{l.Name(), year}]; ok {
					all = append(all, v)
				}
			}
		}
		look := format(l.Unit(), all...)
		row := func(name string, values map[int]decimal.Decimal, formula func(year int) string, totals bool) {
			cells := p.years(p.words(plainCell, l.Name()), p.words(plainCell, name), p.words(plainCell, string(l.Unit())), nil, nil)
			var total decimal.Decimal
			for year := from; year <= to; year++ {
				if v, ok := values[year]; ok {
					cells[yearColumn-1+year-b.first] = p.live(plainCell, look, formula(year), double(v))
					total = total.Add(v)
				}
			}
			if totals && len(values) > 0 {
				sum := "SUM(" + b.at(from, p.row+1) + ":" + b.at(to, p.row+1) + ")"
				cells[3] = p.live(plainCell, look, sum, double(total))
			}
			p.add(cells...)
		}
		flow := l.Measure() == burden.Flow
		exact := make([]map[int]decimal.Decimal, len(b.sheets))
		for i, m := range b.sheets {
			if own, ok := m.model.Line(l.Name()); !ok || own.Unit() != l.Unit() {
				continue
			}
			rows[i] = p.row + 1
			exact[i] = map[int]decimal.Decimal{}
			for year := from; year <= to; year++ {
				if v, ok := m.values[lineYear{l.Name(), year}]; ok {
					exact[i][year] = v
				}
			}
			row(b.scenarios[i].Name(), exact[i], func(year int) string {
				return quoted(m.name) + "!" + b.at(year, m.rows[l.Name()])
			}, flow)
		}
		for i := 1; i < len(b.sheets); i++ {
			if rows[0] == 0 || rows[i] == 0 {
				continue
			}
			values := map[int]decimal.Decimal{}
			same := true // applicable in the same years, or a total of differences means nothing
			for year := from; year <= to; year++ {
				v, ok := exact[i][year]
				base, has := exact[0][year]
				if ok && has {
					values[year] = v.Sub(base)
				}
				same = same && ok == has
			}
			row(b.scenarios[i].Name()+" − "+b.scenarios[0].Name(), values, func(year int) string {
				return b.at(year, rows[i]) + "-" + b.at(year, rows[0])
			}, flow && same)
		}
		p.add()
	}
	return p.close()
}

// check writes the exact value of every line and year beside the double. What it finds
// is not in the file: a check that has not run has found nothing.
func (b *book) check(f *excelize.File) error {
	p := b.page(f, checkSheet, []float64{28, 30, 8, 12, 34, 22, 22, 14, 16}, 0, 6, 0)
	cells := 0
	for _, m := range b.sheets {
		cells += len(m.values)
	}
	const head = 6
	last := head + cells
	span := func(column string) string { return column + itoa(head+1) + ":" + column + itoa(last) }
	p.add(p.words(titleCell, "Check"))
	p.add(p.words(noteCell, "Exact is the value of the model in full. Double is the number nearest to it that a spreadsheet can hold; off by is how far. Difference is what this program computes less that double."))
	p.add(p.words(plainCell, "lines and years computed, of "+count(cells)), p.unknown(plainCell, "0", "COUNT("+span("G")+")"))
	p.add(p.words(plainCell, "differ in the first 14 digits"), p.unknown(plainCell, "0", "SUMPRODUCT((ABS("+span("H")+")>ABS("+span("F")+")*1E-14)*1)"))
	p.add()
	var heads []any
	for _, h := range []string{"scenario", "line", "year", "unit", "exact", "double", "computed here", "difference", "off by"} {
		heads = append(heads, p.words(headCell, h))
	}
	p.add(heads...)
	for _, m := range b.sheets {
		for _, at := range m.sortedCells() {
			l, _ := m.model.Line(at.line)
			v := m.values[at]
			row := itoa(p.row + 1)
			p.add(p.words(plainCell, m.scenario.Name()), p.words(plainCell, at.line), excelize.Cell{StyleID: b.styles.of(plainCell, "0"), Value: at.year}, p.words(plainCell, string(l.Unit())),
				p.words(plainCell, burden.Text(v)), p.value(plainCell, "", v),
				p.unknown(plainCell, "", quoted(m.name)+"!"+b.at(at.year, m.rows[at.line])),
				p.unknown(plainCell, "0.0E+00;-0.0E+00;0", "G"+row+"-F"+row), p.words(noteCell, offBy(v)))
		}
	}
	return p.close()
}
