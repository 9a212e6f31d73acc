// Package oracle holds only tests: models made at random, evaluated by the library and
// by evaluators that share no code with it, and compared digit by digit.
//
// A plan is a model as data of this package's own. The library gets it through its
// public constructors; the oracle evaluates the plan itself, on fractions of integers,
// each operation by its definition. So constructors, checks, unfolding of rules and
// splits, both ways of evaluating, rounding and text are all between the two. The
// package stands apart from burden and scenario because it needs both and belongs to
// neither.
//
// A second oracle is a Python script in testdata, on Python's own fractions.
//
//	go test ./internal/oracle                        some thousand models
//	go test ./internal/oracle -long -timeout 2h      100,000, 20,000 explanations
//	go test ./internal/oracle -seed 42               others
//
// A difference is printed as the smallest model found that still shows it.
package oracle
