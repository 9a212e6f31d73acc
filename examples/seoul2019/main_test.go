package main

import (
	"bytes"
	"math/big"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/internal/golden"
)

func output(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, run(&out))
	return out.String()
}

func TestOutput(t *testing.T) {
	golden.Equal(t, "testdata/output.golden", output(t))
}

// TestAFullDisk: what cannot be written is told.
func TestAFullDisk(t *testing.T) {
	const program = "SEOUL2019_AS_PROGRAM"
	if os.Getenv(program) != "" {
		main()
		return
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no full disk to write to: ", err)
	}
	defer full.Close()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAFullDisk$")
	c.Env = append(os.Environ(), program+"=1")
	var said bytes.Buffer
	c.Stdout, c.Stderr = full, &said
	_ = c.Run()
	assert.Equal(t, 1, c.ProcessState.ExitCode())
	assert.Contains(t, said.String(), syscall.ENOSPC.Error())
}

// TestFigures recomputes the figures with fractions of integers.
func TestFigures(t *testing.T) {
	out := output(t)
	const (
		asked     = 4_700_000_000
		reported  = 1_000_000_000
		troops    = 28_500
		employees = 8_700
	)
	rate := big.NewRat(11_672_989, 10_000)
	market := new(big.Rat).Quo(big.NewRat(1_038_900_000_000, 1), rate)
	for name, figure := range map[string]string{
		"asked, per member of the force":        cents(big.NewRat(asked, troops)),
		"reported, per member of the force":     cents(big.NewRat(reported, troops)),
		"labour part per employee":              cents(big.NewRat(reported*7/10, employees)),
		"published contribution in dollars":     cents(market),
		"pay unfunded per month of lapse":       cents(big.NewRat(reported*7/10, 12)),
		"pay of the 4,000 furloughed, a month":  cents(big.NewRat(reported*7/10*4_000, employees*12)),
		"ask for 20,000 troops":                 cents(big.NewRat(asked*20_000, troops)),
		"cost plus 50 on 4,464.2 m":             cents(big.NewRat(4_464_200_000*3, 2)),
		"ask in won":                            cents(new(big.Rat).Mul(big.NewRat(asked, 1), rate)),
		"multiple of the reported amount":       "    4.7\n",
		"multiple of the published amount":      "  5.2809\n",
		"labour part, 5,005 of 10,389":          "48.18 %",
		"employees actually furloughed":         " 4,000 ",
		"employees the host pays 70 % of":       " 6,090 ",
		"labour part of the reported amount":    " 700,000,000 ",
		"first figure the brief is marked with": "1,000,000,000 USD: brief",
	} {
		assert.Contains(t, out, figure, name)
	}
}

// cents writes a fraction with at most two decimals, half up, as the tables do.
func cents(r *big.Rat) string {
	whole, places, _ := strings.Cut(r.FloatString(2), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if places = strings.TrimRight(places, "0"); places != "" {
		whole += "." + places
	}
	return whole
}
