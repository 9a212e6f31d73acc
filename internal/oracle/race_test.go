//go:build race

package oracle_test

// slow divides how many models are compared: the race detector makes each take longer,
// and finds what it finds with fewer.
const slow = 4
