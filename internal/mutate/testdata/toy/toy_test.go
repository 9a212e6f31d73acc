package toy

import (
	"errors"
	"testing"
)

func TestLarger(t *testing.T) {
	if Larger(1, 2) != 2 || Larger(2, 1) != 2 {
		t.Error("not the larger")
	}
}

func TestTotal(t *testing.T) {
	if Total(1, 2, 3) != 6 || Greet("you") != "hello you" {
		t.Error("wrong")
	}
}

func TestStack(t *testing.T) {
	s := Stack[int]{[]int{1, 2}}
	if top, err := s.Top(); top != 2 || err != nil || s.Size(1) != 2 {
		t.Error("wrong")
	}
	if _, err := (Stack[int]{}).Top(); err == nil {
		t.Error("no error")
	}
}

func TestApply(t *testing.T) {
	fail := func(int) (string, error) { return "kept", errors.New("failed") }
	if s, err := Apply(1, fail); err == nil || s != "" {
		t.Error("no error")
	}
}
