package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// readAccepted reads the list of survivors that make no difference, or none that a
// test should notice: "<package> <id>: <reason>" a line. Without a file none is accepted.
func readAccepted(file string) (map[string]string, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list := map[string]string{}
	for i, line := range strings.Split(string(text), "\n") {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, reason, ok := strings.Cut(line, ": ")
		if !ok || strings.Count(id, " ") != 1 || strings.TrimSpace(reason) == "" {
			return nil, fmt.Errorf("%s:%d: not <package> <id>: <reason>", file, i+1)
		}
		if list[id] != "" {
			return nil, fmt.Errorf("%s:%d: %s is there twice", file, i+1, id)
		}
		list[id] = reason
	}
	return list, nil
}

// report writes what came of a package's mutants and returns the score in tenths of
// a percent: of the mutants that compile and are not accepted, how many were killed.
func report(w io.Writer, p *pkg, mutants []*mutant, accepted map[string]string) int {
	count := map[verdict]int{}
	var open, allowed, stale []string
	for _, m := range mutants {
		count[m.verdict]++
		reason := accepted[p.name()+" "+m.id]
		switch m.verdict {
		case survived, unreached:
			switch {
			case reason != "":
				allowed = append(allowed, m.String()+": "+reason)
			case m.verdict == unreached:
				open = append(open, m.String()+" no test runs it")
			default:
				open = append(open, m.String())
			}
		case killed, timedOut, notCompiling:
			if reason != "" {
				stale = append(stale, m.id)
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
	write("accepted, but killed", stale)
	write("survived", open)
	fmt.Fprintf(w, "%s: %d mutants, %d killed (%d of them timed out), %d survived (%d of them accepted), %d not compiling: score %d.%d %%\n",
		p.name(), len(mutants), dead, count[timedOut], len(open)+len(allowed), len(allowed), count[notCompiling], score/10, score%10)
	return score
}
