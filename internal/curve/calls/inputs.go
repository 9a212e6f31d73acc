package main

import (
	"fmt"
	"strings"
)

// input is a document that grows in one thing.
type input struct {
	name string
	size int
	text func(n int) string
}

// list writes n things, separated by commas.
func list(n int, item func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(item(i))
	}
	return b.String()
}

// document writes a document of 2000 to 2001, with one change of p0.
func written(params, lines, more string) string {
	return `{"id":"m","parameters":[` + params + `],"lines":[` + lines + `],"from":2000,"to":2001,` + more + `}`
}

const (
	oneScenario = `"scenarios":[{"name":"s","changes":[{"set":"p0","value":7}]}]`
	oneLine     = `{"name":"l0","unit":"KRW","formula":"KRW(2) * p0"}`
)

func params(n int) string {
	return list(n, func(i int) string {
		return fmt.Sprintf(`{"name":"p%d","value":%d,"source":"s%d","status":"confirmed"}`, i, i+1, i)
	})
}

// ask asks for all lines.
func ask(n int) string {
	return `"ask":[` + list(n, func(i int) string { return fmt.Sprintf(`"l%d"`, i) }) + `]`
}

// sound are documents without a fault.
var sound = []input{
	{"lines with a parameter each", 64, func(n int) string {
		return written(params(n), list(n, func(i int) string {
			return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"KRW(%d) * p%d"}`, i, i+1, i)
		}), oneScenario)
	}},
	{"lines that each need the one before", 64, func(n int) string {
		return written(params(1), list(n, func(i int) string {
			if i == 0 {
				return oneLine
			}
			return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"l%d + KRW(1) * p0"}`, i, i-1)
		}), ask(n)+`,`+oneScenario)
	}},
	{"lines that all rest on many others", 64, func(n int) string {
		return written(params(1), list(2*n, func(i int) string {
			switch {
			case i == 0:
				return oneLine
			case i < n:
				return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"l%d + KRW(1) * p0"}`, i, i-1)
			}
			return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"l%d + KRW(%d)"}`, i, n-1, i)
		}), oneScenario)
	}},
	{"terms of a line", 64, func(n int) string {
		return written(params(n), `{"name":"l0","unit":"KRW","formula":"KRW(1) * (`+strings.ReplaceAll(list(n, func(i int) string { return fmt.Sprintf("p%d", i) }), ",", "+")+`)"}`, oneScenario)
	}},
	{"years", 64, func(n int) string {
		return fmt.Sprintf(`{"id":"m","parameters":[{"name":"p0","value":2},{"name":"q","by_year":{%s}}],"lines":[{"name":"l0","unit":"KRW","formula":"by_year{1: KRW(1) * p0, 2: l0[-1] + KRW(1) * round(q, 2, half_up)}"}],"from":1,"to":%d,`,
			list(n, func(i int) string { return fmt.Sprintf(`"%d":%d`, i+1, i) }), n) + oneScenario + `,"expect":[{"line":"l0","by_year":{` + list(n, func(i int) string { return fmt.Sprintf(`"%d":%d`, i+1, i) }) + `}}]}`
	}},
	{"figures with sources", 64, func(n int) string {
		figures := func(value int) string {
			return list(n, func(i int) string { return fmt.Sprintf(`{"year":%d,"value":%d,"source":"s%d"}`, 1999+i, value+i, i) })
		}
		return written(`{"name":"p0","figures":[`+figures(1)+`]}`, oneLine, `"scenarios":[{"name":"s","changes":[{"parameter":{"name":"p0","figures":[`+figures(2)+`]}}]}]`)
	}},
	{"pieces of a line", 64, func(n int) string {
		return written(params(1), `{"name":"l0","unit":"KRW","formula":"by_year{`+list(n, func(i int) string { return fmt.Sprintf("%d: KRW(%d) * p0", 1700+i, i+1) })+`}"}`, oneScenario)
	}},
	{"members of a split", 64, func(n int) string {
		return written(params(n), `{"name":"l0","unit":"KRW","split":{"total":"KRW(1e6) * p0","quantum":"1","members":[`+list(n, func(i int) string { return fmt.Sprintf(`{"key":"k%d","weight":"p%d"}`, i, i) })+`]}}`, oneScenario)
	}},
	{"rules with a ceiling that binds", 64, func(n int) string {
		return written(params(n)+","+list(n, func(i int) string { return fmt.Sprintf(`{"name":"c%d","value":"0.5"}`, i) }),
			oneLine+","+list(n, func(i int) string {
				return fmt.Sprintf(`{"name":"g%d","index":{"driver":"p%d","ceiling":"c%d"}}`, i, i, i)
			}), oneScenario+`,"expect":[`+list(n, func(i int) string { return fmt.Sprintf(`{"binds":"c%d","years":["2000 to 2001"]}`, i) })+`]`)
	}},
	{"scenarios", 64, func(n int) string {
		return written(params(1), oneLine, `"scenarios":[`+list(n, func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","changes":[{"set":"p0","value":7,"years":["%d"]}]}`, i, 1800+i)
		})+`],"expect":[`+list(n, func(i int) string { return fmt.Sprintf(`{"scenario":"s%d","line":"l0","by_year":{"2000":2}}`, i) })+`]`)
	}},
	{"scenarios that are with others", 64, func(n int) string {
		return written(params(1), oneLine, `"scenarios":[`+list(n, func(i int) string {
			with := ""
			if i >= 3 {
				with = `"with":["s0","s1"],`
			}
			return fmt.Sprintf(`{"name":"s%d",%s"changes":[{"set":"p0","value":7,"years":["%d"]}]}`, i, with, 1800+i)
		})+`]`)
	}},
	{"changes of a parameter each", 64, func(n int) string {
		return written(params(n), oneLine, `"scenarios":[{"name":"s","changes":[`+list(n, func(i int) string { return fmt.Sprintf(`{"set":"p%d","value":%d}`, i, i+2) })+`]}]`)
	}},
	{"changes of one parameter", 64, func(n int) string {
		return written(params(1), oneLine, `"scenarios":[{"name":"s","changes":[`+list(n, func(i int) string { return fmt.Sprintf(`{"scale":"p0","by":3,"years":["%d"]}`, 1800+2*i) })+`]}]`)
	}},
	{"years of a change", 64, func(n int) string {
		return written(params(1), oneLine, `"scenarios":[{"name":"s","changes":[{"scale":"p0","by":3,"years":[`+list(n, func(i int) string { return fmt.Sprintf(`"%d"`, 1800+2*i) })+`]}]}]`)
	}},
	{"definitions of a scenario", 64, func(n int) string {
		lines := func(by int) string {
			return list(n, func(i int) string {
				return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"KRW(%d) * p0"}`, i, by+i)
			})
		}
		return written(params(1), lines(1), `"scenarios":[{"name":"s","changes":[`+list(n, func(i int) string {
			return fmt.Sprintf(`{"define":{"name":"l%d","unit":"KRW","formula":"KRW(%d) * p0"}}`, i, i+2)
		})+`]}]`)
	}},
	{"expectations", 64, func(n int) string {
		return written(params(1), oneLine, oneScenario+`,"expect":[`+list(n, func(i int) string {
			return []string{`{"total":"l0","value":4}`, `{"scenario":"s","line":"l0","by_year":{"2001":14}}`}[i%2]
		})+`]`)
	}},
	{"sweeps", 64, func(n int) string {
		return written(params(1), oneLine, oneScenario+`,"sweeps":[`+list(n, func(i int) string {
			return fmt.Sprintf(`{"name":"w%d","scenario":"s","grid":[{"parameter":"p0","values":[1,2]}],"metrics":[{"line":"l0","year":2000}]}`, i)
		})+`]`)
	}},
	{"values of a sweep", 64, func(n int) string {
		return written(params(1), oneLine, oneScenario+`,"sweeps":[{"name":"w0","grid":[{"parameter":"p0","values":[`+list(n, func(i int) string { return fmt.Sprint(i) })+`]}],"metrics":[{"line":"l0","year":2000}]}]`)
	}},
	{"metrics of a sweep", 64, func(n int) string {
		return written(params(1), oneLine, oneScenario+`,"sweeps":[{"name":"w0","grid":[{"parameter":"p0","values":[1]}],"metrics":[`+list(n, func(i int) string { return fmt.Sprintf(`{"line":"l0","year":%d}`, 2000+i%2) })+`]}]`)
	}},
}

// faulty are documents with as many faults as things.
var faulty = []input{
	{"unknown names asked for", 128, func(n int) string {
		return written(params(1), list(n, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"p0"}`, i) }), `"ask":[`+list(n, func(i int) string { return fmt.Sprintf(`"x%d"`, i) })+`]`)
	}},
	{"unknown names in formulas", 128, func(n int) string {
		return written(params(n), list(n, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"x%d"}`, i, i) }), oneScenario)
	}},
	{"unknown names in a formula", 128, func(n int) string {
		return written(params(n), `{"name":"l0","formula":"`+strings.ReplaceAll(list(n, func(i int) string { return fmt.Sprintf("x%d", i) }), ",", "+")+`"}`, oneScenario)
	}},
	{"unknown scenarios", 128, func(n int) string {
		return written(params(1), oneLine, `"scenarios":[`+list(n, func(i int) string {
			return fmt.Sprintf(`{"name":"s%d","with":["x%d"]}`, i, i)
		})+`],"expect":[`+list(n, func(i int) string { return fmt.Sprintf(`{"scenario":"y%d","total":"l0","value":1}`, i) })+`]`)
	}},
	{"unknown parameters set", 128, func(n int) string {
		return written(params(n), oneLine, `"scenarios":[{"name":"s","changes":[`+list(n, func(i int) string { return fmt.Sprintf(`{"set":"x%d","value":%d}`, i, i+2) })+`]}]`)
	}},
	{"unknown keys", 128, func(n int) string {
		return `{` + list(n, func(i int) string { return fmt.Sprintf(`"k%d":1`, i) }) + `}`
	}},
	{"lines of another unit", 128, func(n int) string {
		return written(params(1), list(n, func(i int) string { return fmt.Sprintf(`{"name":"l%d","unit":"KRW","formula":"p0"}`, i) }), oneScenario)
	}},
	{"names twice", 128, func(n int) string {
		return written(params(1), list(n, func(i int) string { return `{"name":"l0","formula":"p0"}` }), oneScenario)
	}},
	{"expectations of what is not there", 128, func(n int) string {
		return written(params(1), list(n, func(i int) string { return fmt.Sprintf(`{"name":"l%d","formula":"p0"}`, i) }), oneScenario+`,"expect":[`+list(n, func(i int) string { return fmt.Sprintf(`{"binds":"y%d","years":["never"]}`, i) })+`]`)
	}},
}
