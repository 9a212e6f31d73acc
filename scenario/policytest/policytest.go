package policytest

import (
	"fmt"
	"runtime"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// T is what an assertion needs of a test. A *testing.T is one, and so is what a
// [Check] is given; testify's assert and require take it too.
type T interface {
	Helper()                           // leaves the caller out of places that are reported
	Errorf(format string, args ...any) // reports a failure
	FailNow()                          // ends the test as failed
}

// Check is a test of a scenario. It fails the T it is given and no other, so that it
// can be run on scenarios that it ought to fail.
type Check func(t T, s *scenario.Scenario)

// Project returns the projection of a scenario. If there is none, it fails the test
// and ends it.
func Project(t T, s *scenario.Scenario) *burden.Projection {
	t.Helper()
	p, err := s.Project()
	if err != nil {
		fail(t, "the scenario cannot be projected", row{"scenario", s.Name()}, because(err))
		t.FailNow()
		return nil // of a T whose FailNow returns
	}
	return p
}

// Try runs a check on a scenario without failing a test, and returns its failures,
// none if it passes. A check that panics, or ends its goroutine, has failed.
func Try(s *scenario.Scenario, check Check) []string {
	if check == nil {
		return []string{"there is no check"}
	}
	r := &recorder{}
	done := make(chan struct{})
	// FailNow ends the goroutine of the check, as that of a test does.
	go func() {
		defer close(done)
		through := false
		defer func() {
			switch v := recover(); {
			case v != nil:
				r.Errorf("the check panicked: %v", v)
			case !through && !r.failed: // by the FailNow of another T, say
				r.Errorf("the check ended before it was through, by something else than the T it was given")
			}
		}()
		check(r, s)
		through = true
	}()
	<-done
	if r.failed && len(r.failures) == 0 {
		r.Errorf("the check failed and did not say why")
	}
	return r.failures
}

// recorder is a T that keeps failures.
type recorder struct {
	failures []string
	failed   bool
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) FailNow() {
	r.failed = true
	runtime.Goexit()
}
