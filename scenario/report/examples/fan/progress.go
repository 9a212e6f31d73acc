package main

import (
	"io"
	"os"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress returns the function by which a sweep tells how far it is: of a bar, if the
// file is a terminal, or nil. What is piped or logged stays clean.
func progress(f *os.File) func(done, of int) {
	if !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	return bar(f)
}

// bar draws on a terminal, and clears its line when all is done.
func bar(w io.Writer) func(done, of int) {
	var b *progressbar.ProgressBar
	return func(done, of int) {
		if b == nil {
			b = progressbar.NewOptions(of, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("runs"),
				progressbar.OptionShowCount(), progressbar.OptionThrottle(0), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(30))
		}
		_ = b.Set(done) // a bar that cannot be drawn is no reason to stop
	}
}
