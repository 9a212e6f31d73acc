//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Users may share a folder. What another one is writing can be neither opened nor removed,
// and stays: before, everyone else's job ended.
func TestAnotherUsersUnfinishedFileStays(t *testing.T) {
	top, err := os.MkdirTemp("", "shards")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(top) })
	require.NoError(t, os.Chmod(top, 0o755))
	dir := filepath.Join(top, "parts")
	require.NoError(t, os.Mkdir(dir, 0o777))
	require.NoError(t, os.Chmod(dir, 0o777))
	name := filepath.Join(dir, "0123456789ab-small-0000000000-0000003200.shard.123.tmp")
	require.NoError(t, os.WriteFile(name, nil, 0o600))
	if os.Geteuid() != 0 { // of whom a file without any rights is as another's
		require.NoError(t, os.Chmod(name, 0))
		_, err := do(t, "-dir", dir, "-shard", "0/1")
		require.NoError(t, err)
	} else {
		text, err := os.ReadFile(os.Args[0])
		require.NoError(t, err)
		program := filepath.Join(top, "program")
		require.NoError(t, os.WriteFile(program, text, 0o755))
		c := exec.CommandContext(t.Context(), program, "-dir", dir, "-shard", "0/1")
		c.Dir, c.Env = dir, append(os.Environ(), "SHARDS_AS_PROGRAM=whole")
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		said, err := c.CombinedOutput()
		require.NoError(t, err, string(said))
	}
	assert.FileExists(t, name)
	parts, err := filepath.Glob(filepath.Join(dir, "*.shard"))
	require.NoError(t, err)
	assert.Len(t, parts, 1)
}
