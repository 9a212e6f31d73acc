// Package toy is what the mutation tool is tried on.
package toy

import "errors"

// Larger returns the larger of two numbers; of equal ones it does not matter which.
func Larger(a, b int) int {
	if a > b {
		return a
	}
	return b
}

// Total adds up.
func Total(list ...int) (total int) {
	for i := 0; i < len(list); i++ {
		total += list[i]
	}
	return total
}

// Greet has an operator that text does not have.
func Greet(name string) string { return "hello " + name }

func unused(year int) int { return year - 1 }

// Stack is generic.
type Stack[T any] struct{ list []T }

// Top is the last.
func (s Stack[T]) Top() (T, error) {
	var none T
	if len(s.list) == 0 {
		return none, errors.New("empty")
	}
	return s.list[len(s.list)-1], nil
}

// Size has a receiver and parameters without names.
func (Stack[T]) Size(_ int, _ ...string) int { return 2 }

// Apply has type parameters of its own.
func Apply[T, U any](x T, f func(T) (U, error)) (U, error) {
	y, err := f(x)
	if err != nil {
		var none U
		return none, err
	}
	return y, nil
}
