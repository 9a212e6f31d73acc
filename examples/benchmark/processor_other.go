//go:build !unix

package main

import "time"

// processorTime is not known here: a sample is the time that passed.
func processorTime() (time.Duration, bool) { return 0, false }
