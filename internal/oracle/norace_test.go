//go:build !race

package oracle_test

// slow divides how many models are compared: by nothing without the race detector.
const slow = 1
