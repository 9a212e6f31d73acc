package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// command builds the program, as README's go run does, and returns what runs it: in a
// folder, with arguments. It returns what the program says and its exit code.
func command(t *testing.T) func(dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "beam.exe")
	args := []string{"build", "-o", file}
	if raceDetector {
		args = append(args, "-race") // what the test was built with is built already
	}
	text, err := exec.CommandContext(t.Context(), "go", append(args, ".")...).CombinedOutput()
	require.NoError(t, err, string(text))
	return func(dir string, args ...string) (string, string, int) {
		t.Helper()
		c := exec.CommandContext(t.Context(), file, args...)
		c.Dir = dir
		var stdout, stderr bytes.Buffer
		c.Stdout, c.Stderr = &stdout, &stderr
		if err := c.Run(); err != nil {
			require.IsType(t, &exec.ExitError{}, err)
		}
		return stdout.String(), stderr.String(), c.ProcessState.ExitCode()
	}
}

// names are the names of what is in a folder.
func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// The built program does what README says with README's own arguments, and says what is
// wrong if it fails.
func TestTheCommand(t *testing.T) {
	run := command(t)
	checkout := func(t *testing.T) string {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "pension.json"), []byte(contents(t, "pension.json")), 0o644))
		return dir
	}
	j := job(t)
	j.Sweep = "small"

	t.Run("as README says", func(t *testing.T) {
		found := regexp.MustCompile("`examples/beam` \\(`go run \\. (.*?)`\\)").FindStringSubmatch(contents(t, "../../README.md"))
		require.NotNil(t, found, "README has a line of this program")
		dir := checkout(t)
		stdout, stderr, code := run(dir, strings.Fields(found[1])...)
		assert.Zero(t, code)
		assert.Empty(t, stderr)
		assert.Contains(t, stdout, filepath.Join("out", "summary.json")+`: 6400 scenarios of the sweep "small"`)
		assert.Equal(t, localSummary(t, j), contents(t, filepath.Join(dir, "out", "summary.json")))
	})

	t.Run("wrong input", func(t *testing.T) {
		dir := checkout(t)
		pension := contents(t, "pension.json")
		for name, text := range map[string]string{
			"broken.json": "{", "folder/here": "",
			"stranger/summary.json": `{"mine": 1}`, "strange/table-0000000000.csv": "run,value\n",
			"none.json":  strings.TrimRight(pension[:strings.Index(pension, `"sweeps"`)], ", \n") + "}",
			"other.json": strings.Replace(pension, `"name": "small"`, `"name": "little"`, 1),
		} {
			require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
			require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
		}
		before := names(t, dir)
		for _, c := range []struct{ args, want string }{
			{"-document missing.json", "missing.json"},
			{"-document broken.json", "broken.json:1:"},
			{"-document pension.json -grid smal", `no sweep is called "smal"; did you mean small?`},
			{"-document none.json", `the document has no sweep; add one: "sweeps": [`},
			{"-document other.json", `the document has 2 sweeps; say which one: "million", "little"`},
			{"-document pension.json -range 0", "-range 0: a range has at least 1 scenario"},
			{"-document pension.json -workers -1", "-workers -1: "},
			{"pension.json", `"pension.json" is no flag; a document is given as -document FILE`},
			{"-out folder/here", "-out folder/here: no file can be written there: "},
			{"-out folder/here/below -local", "-out folder/here/below: no file can be written there: "},
			{"-out=", "-out is empty; name a folder"},
			{"-out stranger", "-out stranger: summary.json is there, and this program did not write it; name another folder"},
			{"-out strange -local", "-out strange: table-0000000000.csv is there, and this program did not write it; name another folder"},
			{"-out nowhere://bucket/folder", "-out nowhere://bucket/folder: no file can be written there: "},
		} {
			stdout, stderr, code := run(dir, strings.Fields(c.args)...)
			assert.Equal(t, 1, code, c.args)
			assert.Empty(t, stdout, c.args)
			assert.Contains(t, stderr, c.want, c.args)
			assert.Regexp(t, "^beam: ", stderr, c.args)
		}
		assert.Equal(t, before, names(t, dir), "nothing was written")
		assert.Equal(t, `{"mine": 1}`, contents(t, filepath.Join(dir, "stranger", "summary.json")))
		// A run that cannot begin leaves what an earlier one has written.
		_, stderr, code := run(dir, "-local")
		require.Zero(t, code, stderr)
		earlier := contents(t, filepath.Join(dir, "out", "summary.json"))
		for _, args := range [][]string{{"-runner", "prisma"}, {"-runner", "flink"}} { // Beam itself ends the program
			_, stderr, code := run(dir, args...)
			assert.Equal(t, 1, code, args)
			assert.NotEmpty(t, stderr, args)
			assert.Equal(t, []string{"summary.json"}, names(t, filepath.Join(dir, "out")), args)
			assert.Equal(t, earlier, contents(t, filepath.Join(dir, "out", "summary.json")), args)
		}
	})

	// The folder of -out needs no slash behind it. A run with other ranges leaves nothing of
	// the run before, also if that was killed; what is not the program's stays.
	t.Run("another range", func(t *testing.T) {
		dir := checkout(t)
		out := filepath.Join(dir, "out [1]*")
		tables := func(size string) []string {
			_, stderr, code := run(dir, "-table", "-range", size, "-out", "out [1]*")
			require.Zero(t, code, stderr)
			return names(t, out)
		}
		assert.Equal(t, []string{"failures-0000005000.csv", "failures-0000006000.csv", "summary.json", "table-0000000000.csv", "table-0000001000.csv", "table-0000002000.csv",
			"table-0000003000.csv", "table-0000004000.csv", "table-0000005000.csv", "table-0000006000.csv"}, tables("1000"))
		mine := []string{"notes.txt", "table-mine.csv", "table-0000001000.csv.bak"}
		for _, name := range append(mine, "summary.json.tmp1x", "table-0000009000.csv.tmpzz") {
			require.NoError(t, os.WriteFile(filepath.Join(out, name), nil, 0o644))
		}
		assert.ElementsMatch(t, append(mine, "failures-0000004000.csv", "summary.json", "table-0000000000.csv", "table-0000004000.csv"), tables("4000"))
		assert.Equal(t, localSummary(t, j), contents(t, filepath.Join(out, "summary.json")))
	})
}
