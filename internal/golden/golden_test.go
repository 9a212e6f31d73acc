package golden_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One command of CONTRIBUTING writes all golden files of the root module: go test refuses
// -update where a package's tests do not know it, and does not write where it is not run.
func TestOneCommandUpdatesAll(t *testing.T) {
	root := os.DirFS("../..")
	text, err := fs.ReadFile(root, "CONTRIBUTING.md")
	require.NoError(t, err)
	command := regexp.MustCompile("`go test ([^`]*) -update`").FindSubmatch(text)
	require.NotNil(t, command, "CONTRIBUTING says how to write golden files")
	patterns := strings.Fields(string(command[1]))
	matches := func(dir string) bool {
		for _, p := range patterns {
			base, all := strings.CutSuffix(p, "/...")
			if base = path.Clean(base); dir == base || all && strings.HasPrefix(dir, base+"/") {
				return true
			}
		}
		return false
	}
	seen := 0
	require.NoError(t, fs.WalkDir(root, ".", func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if _, err := fs.Stat(root, path.Join(dir, "go.mod")); dir != "." && err == nil {
			return fs.SkipDir // another module
		} else if !errors.Is(err, fs.ErrNotExist) && dir != "." {
			return err
		}
		tests, err := fs.Glob(root, path.Join(dir, "*_test.go"))
		if err != nil || len(tests) == 0 || dir == "internal/golden" {
			return err
		}
		knows := false
		for _, name := range tests {
			text, err := fs.ReadFile(root, name)
			require.NoError(t, err)
			knows = knows || bytes.Contains(text, []byte("/internal/golden\""))
		}
		if knows {
			seen++
		}
		assert.Equal(t, knows, matches(dir), "%s: the command of CONTRIBUTING has to name the packages whose tests import internal/golden, and no others; a test that needs no golden file may import it as _", dir)
		return nil
	}))
	assert.Greater(t, seen, 10)
}
