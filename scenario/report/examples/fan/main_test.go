package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// TestMain lets the test program stand for the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("FAN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestChart(t *testing.T) {
	dir := t.TempDir()
	var first string
	for _, name := range []string{"fan.svg", "again.svg", "fan.png"} {
		var b bytes.Buffer
		calls, last := 0, 0
		require.NoError(t, run(t.Context(), &b, filepath.Join(dir, name), 500, func(done, of int) {
			calls, last = calls+1, done
			assert.Equal(t, 500, of)
		}))
		assert.Positive(t, calls)
		assert.Equal(t, 500, last)
		if first == "" {
			first = b.String()
		}
		assert.Equal(t, first, b.String(), "the seed decides")
	}
	// 1,519.2 bn won in 2026; the sentence ends with 2030.
	assert.Contains(t, first, "2030")
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return b
	}
	assert.Equal(t, read("fan.svg"), read("again.svg"))
	assert.Contains(t, string(read("fan.svg")), "What the contribution may be until 2030")
	for d := xml.NewDecoder(bytes.NewReader(read("fan.svg"))); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else {
			require.NoError(t, err)
		}
	}
	_, err := png.Decode(bytes.NewReader(read("fan.png")))
	assert.NoError(t, err)
}

func TestErrors(t *testing.T) {
	out := filepath.Join(t.TempDir(), "fan.svg")
	assert.Error(t, run(t.Context(), io.Discard, out, 0, nil))
	assert.ErrorIs(t, run(t.Context(), io.Discard, out, -1, nil), burden.ErrOutOfRange)
	assert.ErrorIs(t, run(t.Context(), io.Discard, filepath.Join(out, "below.svg"), 10, nil), os.ErrNotExist)
	// What cannot be written is refused before the first run.
	for _, name := range []string{filepath.Join(out, "below.svg"), filepath.Join(filepath.Dir(out), "fan.jpg"), filepath.Join(filepath.Dir(out), "fan")} {
		err := run(t.Context(), io.Discard, name, 10, func(int, int) { t.Error("it has run") })
		assert.ErrorContains(t, err, "-o "+name+": ")
	}
	left, err := os.ReadDir(filepath.Dir(out))
	require.NoError(t, err)
	assert.Empty(t, left)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	assert.True(t, errors.Is(run(ctx, io.Discard, out, 10, nil), context.Canceled))
}

// Piped, the program says what it found and nothing of how far it was.
func TestPiped(t *testing.T) {
	c := exec.Command(os.Args[0], "-runs", "500", "-o", filepath.Join(t.TempDir(), "fan.svg"))
	c.Env = append(os.Environ(), "FAN=1")
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	require.NoError(t, c.Run())
	assert.Contains(t, out.String(), "2030")
	assert.Empty(t, errs.String())
}

// On a terminal, which program script provides, there is a bar.
func TestTerminal(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("no program script on this machine: apt-get install bsdutils")
	}
	c := exec.Command(script, "-qec", `"$PROGRAM" -runs 2000 -o "$OUT"`, os.DevNull)
	c.Env = append(os.Environ(), "FAN=1", "TERM=xterm", "PROGRAM="+os.Args[0], "OUT="+filepath.Join(t.TempDir(), "fan.svg"))
	b, err := c.Output()
	require.NoError(t, err)
	assert.Contains(t, string(b), "/2000)")
	assert.Contains(t, string(b), "2030")
}

func TestBar(t *testing.T) {
	var b bytes.Buffer
	tell := bar(&b)
	tell(1, 4)
	assert.Contains(t, b.String(), "25%")
	b.Reset()
	tell(4, 4)
	assert.NotContains(t, b.String(), "runs", "its line is left clean")
}
