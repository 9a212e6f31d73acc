package vectors_test

import (
	"bufio"
	"bytes"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	// Required, so that the cases are there.
	_ "github.com/cockroachdb/apd/v3"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// testCase is a line of a file of cases, under the directives before it.
type testCase struct {
	id, op     string
	operands   []string
	result     string
	conditions map[string]bool

	precision, minExponent int
	rounding               string
}

// files returns where the module's cases are.
func files(t *testing.T) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/cockroachdb/apd/v3")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	require.NoError(t, err, stderr.String())
	return filepath.Join(strings.TrimSpace(string(out)), "testdata")
}

// read returns the cases of a file in order.
func read(t *testing.T, dir, name string) []testCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name+".decTest"))
	require.NoError(t, err)
	var list []testCase
	var now testCase
	scanner := bufio.NewScanner(bytes.NewReader(text))
	for scanner.Scan() {
		words := tokens(scanner.Text())
		if len(words) == 0 {
			continue
		}
		if directive, found := strings.CutSuffix(words[0], ":"); found && len(words) == 2 {
			switch strings.ToLower(directive) {
			case "precision":
				now.precision, err = strconv.Atoi(words[1])
			case "minexponent":
				now.minExponent, err = strconv.Atoi(words[1])
			case "rounding":
				now.rounding = strings.ToLower(words[1])
			}
			require.NoError(t, err, scanner.Text())
			continue
		}
		c := now
		arrow := 0
		for arrow < len(words) && words[arrow] != "->" {
			arrow++
		}
		require.Less(t, arrow+1, len(words), "%s: %s", name, scanner.Text())
		c.id, c.op, c.operands, c.result = words[0], strings.ToLower(words[1]), words[2:arrow], words[arrow+1]
		c.conditions = map[string]bool{}
		for _, w := range words[arrow+2:] {
			c.conditions[strings.ToLower(w)] = true
		}
		list = append(list, c)
	}
	require.NoError(t, scanner.Err())
	return list
}

// tokens splits a line into words, which may be in quotes, up to a comment.
func tokens(line string) []string {
	var list []string
	for {
		line = strings.TrimLeft(line, " \t")
		if line == "" || strings.HasPrefix(line, "--") {
			return list
		}
		if quote := line[:1]; quote == "'" || quote == `"` {
			word, rest, _ := strings.Cut(line[1:], quote)
			list, line = append(list, word), rest
			continue
		}
		end := strings.IndexAny(line, " \t")
		if end < 0 {
			end = len(line)
		}
		list, line = append(list, line[:end]), line[end:]
	}
}

// finite reads a number by the grammar of the cases, which takes more than this
// library's: ".5", "5." and any exponent. It shares no code with the library. The
// exponent is that of the digits as written.
func finite(text string) (digits *big.Int, exponent int, ok bool) {
	sign := ""
	if rest, found := strings.CutPrefix(text, "-"); found {
		sign, text = "-", rest
	} else {
		text = strings.TrimPrefix(text, "+")
	}
	mantissa, power, scientific := strings.Cut(strings.ToLower(text), "e")
	if scientific {
		var err error
		if exponent, err = strconv.Atoi(power); err != nil {
			return nil, 0, false
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" || whole+fraction == "" {
		return nil, 0, false
	}
	digits, ok = new(big.Int).SetString(sign+whole+fraction, 10)
	return digits, exponent - len(fraction), ok
}

// adjusted is the exponent of the first digit of a number that is not zero.
func adjusted(d decimal.Decimal) int { return int(d.Exponent()) + d.NumDigits() - 1 }
