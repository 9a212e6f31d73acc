package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario/report"
)

func TestFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "directory")
	var out bytes.Buffer
	require.NoError(t, run(&out, dir))
	golden.Equal(t, "testdata/output.golden", out.String())
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return b
	}
	var pixels strings.Builder
	for name := range strings.FieldsSeq(out.String()) {
		switch filepath.Ext(name) {
		case ".png":
			fmt.Fprintf(&pixels, "%s %s\n", fingerprint(t, read(name)), name)
		case ".xlsx":
			f, err := excelize.OpenReader(bytes.NewReader(read(name)))
			require.NoError(t, err)
			assert.Equal(t, []string{"About", "Scenarios", "Parameters", "as agreed", "Seoul, April 2020", "Washington, June 2020", "Washington, November 2019", "Sources", "Check"}, f.GetSheetList())
			require.NoError(t, f.Close())
		default:
			golden.Equal(t, filepath.Join("testdata", name+".golden"), string(read(name)))
		}
	}
	if runtime.GOARCH == "amd64" { // others round a product and sum in one step
		golden.Equal(t, "testdata/pixels.golden", pixels.String())
	}

	// By hand, in 0.1 bn won: 10389 in 2019 and 2020, × 1.139 = 11833, × 1.054 = 12472,
	// × 1.034 = 12896, × 1.044 = 13463, × 1.042 = 14028; from 2020 on 75081. Seoul's 10389
	// × 1.13 = 11740, six times 70440. Washington's 1.3 bn × 1206.9459 = 15690, six times
	// 94140, and 4.7 bn × 1167.2989 = 54863, six times 329178. A 28,500th of 11833 is
	// 41,519,298 won.
	page := string(read("index.html"))
	for _, figure := range []string{
		"₩1,183.3bn", "₩7,508.1bn", "₩7,044.0bn", "₩9,414.0bn", "₩32,917.8bn", "₩41,519,298/person", "&#43;₩4,303.0bn",
	} {
		assert.True(t, strings.Contains(page, figure), figure)
	}
	// What separated the sides: 54863 - 10389 = 44474 in November 2019, and 15690 - 11740 =
	// 3950 in June 2020, as package examples/talks has it.
	waterfall := string(read("waterfall.svg"))
	assert.True(t, strings.Contains(waterfall, ">₩4,447.4bn<"))
	assert.True(t, strings.Contains(waterfall, ">₩395.0bn<"))
}

// fingerprint is of an image's pixels, whatever they are packed with.
func fingerprint(t *testing.T, b []byte) string {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(b))
	require.NoError(t, err)
	bounds := img.Bounds()
	pixels := image.NewNRGBA(bounds)
	draw.Draw(pixels, bounds, img, bounds.Min, draw.Src)
	sum := sha256.Sum256(pixels.Pix)
	return fmt.Sprintf("%dx%d %x", bounds.Dx(), bounds.Dy(), sum[:12])
}

func TestNoDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		err := run(&bytes.Buffer{}, dir)
		var at *report.Error
		assert.ErrorAs(t, err, &at, dir)
	}
	err := write(filepath.Join(file, "x"), nil)
	var at *report.Error
	assert.ErrorAs(t, err, &at)
}
