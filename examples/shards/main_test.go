package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// As a process of its own, for what is killed, the test is the program.
func TestMain(m *testing.M) {
	if os.Getenv("SHARDS_AS_PROGRAM") != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// local is the summary of a sweep run here and at once.
func local(t *testing.T, document, sweep string) string {
	t.Helper()
	j, err := newJob(document, sweep)
	require.NoError(t, err)
	s, err := j.sweep.Summarize(t.Context())
	require.NoError(t, err)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	return string(text) + "\n"
}

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

// do runs the program and returns what it says.
func do(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), args, &out, &out)
	return out.String(), err
}

// shards runs the parts of n, in any order, and returns their files by index.
func shards(t *testing.T, dir string, n int) []string {
	t.Helper()
	j, err := newJob("", "")
	require.NoError(t, err)
	files := make([]string, n)
	for _, i := range rand.New(rand.NewPCG(3, 4)).Perm(n) {
		_, err := do(t, "-dir", dir, "-shard", fmt.Sprintf("%d/%d", i, n))
		require.NoError(t, err)
		w, p := j.sweep.Shard(i, n), j.about
		p.From, p.To = w.From, w.To
		files[i] = filepath.Join(dir, p.file())
		require.FileExists(t, files[i])
	}
	return files
}

// Seven parts, merged in any order, are the local run to the byte; and a part that is
// there is not run again.
func TestSevenShards(t *testing.T) {
	dir := t.TempDir()
	files := shards(t, dir, 7)
	out, err := do(t, "-dir", dir, "merge")
	require.NoError(t, err)
	assert.Contains(t, out, "6400 scenarios of 7 parts, 640 failed")
	assert.Contains(t, out, "cpi = 0.099, not within -2% to 9.8%")
	want := local(t, "", "")
	assert.Equal(t, want, contents(t, filepath.Join(dir, "small.json")))
	random := rand.New(rand.NewPCG(5, 6))
	for range 3 {
		random.Shuffle(len(files), func(i, k int) { files[i], files[k] = files[k], files[i] })
		_, err := do(t, append([]string{"-dir", dir, "merge"}, files...)...)
		require.NoError(t, err)
		assert.Equal(t, want, contents(t, filepath.Join(dir, "small.json")))
	}
	before, err := os.Stat(files[0])
	require.NoError(t, err)
	for i := range 7 {
		out, err := do(t, "-dir", dir, "-shard", fmt.Sprintf("%d/7", i))
		require.NoError(t, err)
		assert.Contains(t, out, "is there")
	}
	after, err := os.Stat(files[0])
	require.NoError(t, err)
	assert.True(t, os.SameFile(before, after))
}

// A process is killed in the middle of its range, leaves no part, and is started again:
// the result is the local one to the byte. The sweep is the million's with fewer rises
// of prices, of which the last fails and so takes its time.
func TestKilledAndRunAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	text := strings.Replace(string(pension), `"9.9%", "by": "0.1%"`, `"9.9%", "by": "0.9%"`, 1)
	document := filepath.Join(t.TempDir(), "pension.json")
	require.NoError(t, os.WriteFile(document, []byte(text), 0o644))
	dir := t.TempDir()
	start := func() (*exec.Cmd, io.Reader) {
		c := exec.CommandContext(t.Context(), os.Args[0], "-document", document, "-sweep", "million", "-dir", dir, "-shard", "1/2")
		c.Env = append(os.Environ(), "SHARDS_AS_PROGRAM=1")
		progress, err := c.StderrPipe()
		require.NoError(t, err)
		require.NoError(t, c.Start())
		return c, progress
	}
	c, progress := start()
	_, err := progress.Read(make([]byte, 1)) // it has begun
	require.NoError(t, err)
	require.NoError(t, c.Process.Kill())
	require.Error(t, c.Wait())
	left, err := filepath.Glob(filepath.Join(dir, "*"+extension))
	require.NoError(t, err)
	require.Empty(t, left, "it was killed too late")
	// What is left if it is killed while it writes is half a file of another name.
	require.NoError(t, os.WriteFile(filepath.Join(dir, "x.shard.1.tmp"), []byte(`{"format"`), 0o644))

	_, err = do(t, "-document", document, "-sweep", "million", "-dir", dir, "-shard", "0/2")
	require.NoError(t, err)
	_, err = do(t, "-document", document, "-sweep", "million", "-dir", dir, "merge")
	require.ErrorContains(t, err, "are missing")
	c, progress = start()
	_, err = io.Copy(io.Discard, progress)
	require.NoError(t, err)
	require.NoError(t, c.Wait())
	_, err = do(t, "-document", document, "-sweep", "million", "-dir", dir, "merge")
	require.NoError(t, err)
	assert.Equal(t, local(t, document, "million"), contents(t, filepath.Join(dir, "million.json")))
}

// A part is there once it is written, but a full disk where the program writes what it
// has done is told.
func TestAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no full disk to write to: ", err)
	}
	defer full.Close()
	dir := t.TempDir()
	c := exec.CommandContext(t.Context(), os.Args[0], "-dir", dir, "-shard", "0/2")
	c.Env = append(os.Environ(), "SHARDS_AS_PROGRAM=1")
	var said bytes.Buffer
	c.Stdout, c.Stderr = full, &said
	_ = c.Run()
	assert.Equal(t, 1, c.ProcessState.ExitCode())
	assert.Contains(t, said.String(), syscall.ENOSPC.Error())
	parts, err := filepath.Glob(filepath.Join(dir, "*"+extension))
	require.NoError(t, err)
	assert.Len(t, parts, 1)
}

// What is not whole, not of the document, there twice or missing is not merged, and
// the message says which it is.
func TestMergeRefuses(t *testing.T) {
	dir := t.TempDir()
	files := shards(t, dir, 4)
	merge := func(list ...string) error {
		_, err := do(t, append([]string{"-dir", t.TempDir(), "merge"}, list...)...)
		return err
	}
	require.NoError(t, merge(files...))
	assert.ErrorContains(t, merge(files[0], files[1], files[3]), "scenarios 3200 to 4800 are missing")
	assert.ErrorContains(t, merge(files[:3]...), "scenarios 4800 to 6400 are missing")
	assert.ErrorContains(t, merge(files[1:]...), "scenarios 0 to 1600 are missing")
	twice := merge(append(files, files[1])...)
	assert.ErrorContains(t, twice, "scenarios 1600 to 3200 are in")
	thirds := shards(t, t.TempDir(), 3)
	assert.ErrorContains(t, merge(append(files, thirds[1])...), "scenarios 2133 to 3200 are in")
	assert.ErrorContains(t, merge(), "scenarios 0 to 6400 are missing")
	assert.ErrorContains(t, merge(append(files, filepath.Join(dir, "none.shard"))...), "no such file")

	// Every way of being cut short, and every byte changed, is noticed.
	whole := contents(t, files[2])
	spoil := func(text string) error {
		file := filepath.Join(t.TempDir(), "spoilt.shard")
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		return merge(files[0], files[1], file, files[3])
	}
	for i := 0; i < len(whole); i += 1 + len(whole)/40 {
		assert.ErrorIs(t, spoil(whole[:i]), errDamaged, i)
		changed := []byte(whole)
		changed[i] ^= 1
		assert.ErrorIs(t, spoil(string(changed)), errDamaged, i)
	}
	assert.ErrorIs(t, spoil(whole+"\n"), errDamaged)
	assert.ErrorIs(t, spoil(whole[:len(whole)-1]), errDamaged)

	// A part that says what it is not, with a digest that fits.
	forged := func(old, fresh string) error {
		lines := strings.SplitAfter(whole, "\n")
		text := strings.Replace(lines[0]+lines[1], old, fresh, 1)
		require.NotEqual(t, whole, text)
		return spoil(text + digest([]byte(text)) + "\n")
	}
	assert.ErrorIs(t, forged(`"to":4800`, `"to":4801`), errDamaged)
	assert.ErrorIs(t, forged(`"failed":`, `"failed":1`), errDamaged)
	assert.ErrorContains(t, forged(`"sweep":"small"`, `"sweep":"tiny"`), "another sweep")
	assert.ErrorContains(t, forged(`"document":"`, `"document":"0`), "another document")
	assert.ErrorContains(t, forged(`"version":1`, `"version":2`), "version 2")
	assert.ErrorContains(t, forged(`"rounding":"to 0.0001`, `"rounding":"to 0.001`), "different baselines")
	assert.Error(t, forged(`{"format"`, `["format"`))
	assert.Error(t, forged(`{"metrics"`, `["metrics"`))
}

// A part of another document, or a damaged one, is run again, and it says why.
func TestShardIsRunAgain(t *testing.T) {
	dir := t.TempDir()
	files := shards(t, dir, 2)
	want := contents(t, files[1])
	for what, text := range map[string]string{"not whole": want[:100], "not 3200 to 6400": contents(t, files[0])} {
		require.NoError(t, os.WriteFile(files[1], []byte(text), 0o644))
		out, err := do(t, "-dir", dir, "-shard", "1/2")
		require.NoError(t, err)
		assert.Contains(t, out, what)
		assert.Contains(t, out, "run again")
		assert.Equal(t, want, contents(t, files[1]))
	}
}

func TestRefusals(t *testing.T) {
	for _, args := range []string{"", "-shard 7/7", "-shard 1", "-shard -1/3", "-shard a/b", "-shard 0/2 merge", "-sweep none -shard 0/1", "-document none.json merge", "-nonsense"} {
		_, err := do(t, append([]string{"-dir", t.TempDir()}, strings.Fields(args)...)...)
		assert.Error(t, err, args)
	}
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o644))
	_, err := do(t, "-dir", file, "-shard", "0/1")
	assert.Error(t, err)
}
