//go:build !linux

package hostile

import "testing"

func inside(t *testing.T, f func(t *testing.T)) { f(t) }
