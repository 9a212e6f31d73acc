// Package policytest tests assumptions about policy with go test: what a line
// comes to, when a limit binds, what never happens, and whether the tests
// themselves would notice if the agreement said something else.
//
//	func TestTheCeilingBindsOnlyIn2010(t *testing.T) {
//		p := policytest.Project(t, agreed)
//		policytest.Published(t, p, contribution, korea.Contribution(), burden.RoundTo("0.1e9", burden.HalfUp))
//		policytest.Binds(t, p, ceiling, 2010)
//		policytest.Reached(t, p, ceiling, 2013)
//	}
//
// # Assertions
//
//   - [Value], [Total], [Ratio] and [Measure]: a number, exactly or with a stated [Tolerance]
//   - [Published]: a line gives the figures of a published series
//   - [Binds], [Reached]: in exactly which years a limit decides, or is just reached
//   - [NeverAbove], [NeverBelow], [SharesSum]: relations between lines in every year
//   - [Rises], [Falls]: which way a number goes as a parameter rises
//   - [MostlyDueTo]: what a difference between two scenarios comes from
//   - [Unchanged]: nothing differs from a committed file
//   - [Invariant]: a [Check] passes in every scenario of a sweep, or else the smallest
//     change that breaks it
//
// A failure says what was expected, what was found, and why the number is what it
// is: its explanation, with inputs, sources, limits and roundings. Every assertion
// returns whether it passed; only [Project] ends the test. An assertion that has
// nothing to look at, such as a limit that the model does not have or a line that
// is not applicable in any year, fails.
//
// # Tests that can fail
//
// [Mutate] changes a scenario a little in every place, one change at a time, and
// runs a check on each: a change that makes no difference to the check is one the
// tests do not notice. [Sensitive] asserts how many they notice; [Expectations] is the
// check that a document's are.
//
// # Exactness
//
// Numbers are compared as exact decimals. A tolerance is an amount of money, or a
// rounding, never a floating-point epsilon.
//
// # Errors
//
// What is wrong with an argument fails the test and says so. No function panics.
//
// # Concurrency
//
// Functions are safe for concurrent use, as far as the T and the check given to
// them are.
//
// # Stability
//
// Version 0: names may change. The wording of failures is for people.
package policytest
