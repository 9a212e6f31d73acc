package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// unfinished is a file under another name, which it has until it is whole. So nobody
// finds half a file, whenever the process ends. It is locked as long as it is written,
// and the lock ends with the process: what is not locked was left by a process that was
// killed.
type unfinished struct {
	f     *os.File
	file  string // the name that it gets
	ended bool   // whether it has it, or was dropped
}

// leftover is what unfinished files of this program are called.
var leftover = regexp.MustCompile(`^[0-9a-f]{12}-[a-z0-9_-]+\.(shard|json)\.[0-9]+\.tmp$`)

// begin makes an unfinished file, before anything is computed: a folder that cannot be
// written to is noticed at once. It removes what killed processes of the same user have left
// in the folder.
func begin(file string) (*unfinished, error) {
	dir := filepath.Dir(file)
	problem := func(err error) (*unfinished, error) {
		return nil, fmt.Errorf("folder %s: no file can be written there: %w", dir, err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return problem(err)
	}
	if there, err := os.Stat(file); err == nil && !there.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is there and is no file; remove it, or name another folder", file)
	}
	left, err := matching(dir, leftover)
	if err != nil {
		return problem(err)
	}
	for _, name := range left {
		// What cannot be opened or removed is another user's.
		if err := removeAbandoned(name); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission) {
			return problem(err)
		}
	}
	for {
		f, err := os.CreateTemp(dir, filepath.Base(file)+".*.tmp")
		if err != nil {
			return problem(err)
		}
		lock(f)
		_, err = os.Stat(f.Name())
		switch {
		case err == nil:
			return &unfinished{f: f, file: file}, nil
		case !errors.Is(err, fs.ErrNotExist):
			f.Close()
			return problem(err)
		}
		f.Close() // another process took it for abandoned before it was locked
	}
}

// finish writes the file and gives it its name.
func (u *unfinished) finish(text []byte) error {
	_, err := u.f.Write(text)
	err = cmp.Or(err, u.f.Chmod(0o644), u.f.Sync())
	if err == nil {
		err = rename(u.f, u.file)
	}
	if err == nil {
		u.ended = true
	}
	u.drop()
	return err
}

// drop removes the file, if it was not finished.
func (u *unfinished) drop() {
	if u.ended {
		return
	}
	u.ended = true
	u.f.Close()
	os.Remove(u.f.Name())
}
