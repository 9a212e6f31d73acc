//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package main

import (
	"os"
	"runtime"
)

// lock does nothing: Windows lets nobody remove a file that is open.
func lock(*os.File) {}

// removeAbandoned removes a file that no process has open, where the system sees to that.
func removeAbandoned(name string) error {
	if runtime.GOOS == "windows" {
		_ = os.Remove(name) // an error means that it is being written
	}
	return nil
}

// rename closes a file that is whole and gives it its name.
func rename(f *os.File, name string) error {
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
