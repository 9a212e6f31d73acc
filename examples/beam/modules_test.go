package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What this module brings stays in it: the root module requires what it did, and no
// other module knows Beam.
func TestOnlyThisModuleKnowsBeam(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Path}}", "all")
	list.Dir = "../.."
	list.Env = append(os.Environ(), "GOWORK=off")
	all, err := list.Output()
	require.NoError(t, err)
	// decimal; testify, and what testify brings.
	assert.Equal(t, []string{"example.com/burdenshare", "github.com/shopspring/decimal", "github.com/stretchr/objx", "github.com/stretchr/testify", "go.yaml.in/yaml/v3"},
		strings.Fields(string(all)))

	root, seen := os.DirFS("../.."), 0
	require.NoError(t, fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (d.Name() == ".git" || name == "examples/beam") {
			return skip(err)
		}
		if base := path.Base(name); base == "go.mod" || base == "go.sum" {
			text, err := fs.ReadFile(root, name)
			require.NoError(t, err)
			assert.NotContains(t, string(text), "apache/beam", name)
			seen++
		}
		return nil
	}))
	assert.GreaterOrEqual(t, seen, 8)
}

// skip is the error, or else that a folder is left out.
func skip(err error) error {
	if err != nil {
		return err
	}
	return fs.SkipDir
}

// The document is that of examples/shards, so that both can be held against each other.
func TestDocumentIsThatOfShards(t *testing.T) {
	here, err := os.ReadFile("pension.json")
	require.NoError(t, err)
	there, err := os.ReadFile("../shards/pension.json")
	require.NoError(t, err)
	assert.Equal(t, string(there), string(here))
}
