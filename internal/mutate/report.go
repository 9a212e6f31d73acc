package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
)

// acceptance is a line of the list of accepted mutants.
type acceptance struct {
	line       int
	id, reason string
}

// readAccepted reads the list of survivors that make no difference, or none that a
// test should notice: "<id> # <reason>" a line. They are found by the folded id. Without
// a file none is accepted.
func readAccepted(file string) (map[string]acceptance, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list := map[string]acceptance{}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		// The code may have the sign too, in a text.
		at := strings.LastIndex(line, " # ")
		if at < 0 || !strings.Contains(line[:at], "«") {
			return nil, fmt.Errorf("%s:%d: not <id> # <reason>, with the id as -list gives it", file, i+1)
		}
		a := acceptance{i + 1, line[:at], line[at+len(" # "):]}
		if first, twice := list[folded(a.id)]; twice {
			return nil, fmt.Errorf("%s:%d: the mutant is in line %d already", file, a.line, first.line)
		}
		list[folded(a.id)] = a
	}
	return list, nil
}

// report writes what came of a package's mutants and returns the score in tenths of
// a percent: of the mutants that compile and are not accepted, how many were killed.
func report(w io.Writer, p *pkg, mutants []*mutant, accepted map[string]acceptance) int {
	count := map[verdict]int{}
	var open, allowed, noticed []string
	for _, m := range mutants {
		count[m.verdict]++
		reason := accepted[folded(m.id)].reason
		switch m.verdict {
		case survived, unreached:
			switch {
			case reason != "":
				allowed = append(allowed, m.String()+" # "+reason)
			case m.verdict == unreached:
				open = append(open, m.String()+" no test runs it")
			default:
				open = append(open, m.String())
			}
		case killed, timedOut, notCompiling:
			if reason != "" {
				noticed = append(noticed, m.String())
			}
		}
	}
	dead := count[killed] + count[timedOut]
	score := 1000
	if n := dead + len(open); n > 0 {
		score = dead * 1000 / n
	}
	write := func(title string, list []string) {
		if len(list) > 0 {
			fmt.Fprintf(w, "%s: %s:\n\t%s\n", p.name(), title, strings.Join(list, "\n\t"))
		}
	}
	write("accepted", allowed)
	write("accepted, but killed", noticed)
	write("survived", open)
	fmt.Fprintf(w, "%s: %d mutants, %d killed (%d of them timed out), %d survived (%d of them accepted), %d not compiling: score %d.%d %%\n",
		p.name(), len(mutants), dead, count[timedOut], len(open)+len(allowed), len(allowed), count[notCompiling], score/10, score%10)
	return score
}

// stale writes which accepted mutants are not in the packages, and which are there more
// than once, since functions of one name in two packages have the same code.
func stale(w io.Writer, packages []*pkg, accepted map[string]acceptance) {
	places := map[string][]string{}
	for _, p := range packages {
		for _, m := range p.mutants() {
			places[folded(m.id)] = append(places[folded(m.id)], m.place())
		}
	}
	none, several := 0, 0
	for _, a := range slices.SortedFunc(maps.Values(accepted), func(a, b acceptance) int { return a.line - b.line }) {
		switch at := places[folded(a.id)]; {
		case len(at) == 0:
			none++
			fmt.Fprintf(w, "line %d: no such mutant: %s\n", a.line, a.id)
		case len(at) > 1:
			several++
			fmt.Fprintf(w, "line %d: %d such mutants, at %s: %s\n", a.line, len(at), strings.Join(at, " and "), a.id)
		}
	}
	fmt.Fprintf(w, "%d mutants accepted: %d of them are not there, %d are there more than once\n", len(accepted), none, several)
}
