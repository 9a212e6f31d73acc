// Package tape evaluates one model for very many inputs, exactly and in blocks. What
// package burden's evaluator says is the definition; this package gives the same
// numbers or says that it cannot, and then that evaluator is asked.
//
// # From a model to integers
//
// A decimal is an integer times a power of ten. If the power is known beforehand, sums,
// products and comparisons of decimals are those of integers, and a rounding is one
// division of integers. So a model whose inputs are counts of known powers of ten is a
// list of integer operations: a tape. [Compile] writes the list, [NewPlan] finds the
// powers and how long the integers get, a [Machine] runs it.
//
// # Compile: one list for all years
//
// A recurrence over ten years is ten formulas. They are unrolled, year by year, for
// the cells that are wanted, with names looked up, lags resolved and the piece in force
// chosen. Equal operations become one: a node is its operation and its operands, and a
// map finds the node that is already there (graph.go). What does not depend on an input
// is worked out at once; rounding of constants, powers and splits is left to package
// burden, so it cannot differ. A power or a split that does depend on an input has no
// value here, nor has a node of a kind that is not known: each is the node fails.
//
// Whether a limit binds is asked of the same list (watch.go): while a cell is compiled, every
// minimum and maximum with the limit is noted, and every cell that needs another, with the
// condition under which it does. From both comes a number, 1 or 0, that is what package
// burden's evaluator puts on record.
//
// What fails whatever the inputs are is told apart from what has no value here: a sweep in
// which something asked for never has a value need not be run.
//
// # Plan: proven words
//
// From the ranges of the inputs, exact intervals go through the list in integers of any
// length: a sum's from those of its operands, a product's from their corners. Each node
// gets a scale and the number of 64-bit words that hold every integer it can be (plan.go).
// An interval forgets how operands move together, so a node may have a word too many, never
// one too few: a block's inputs are held against their ranges before it is worked out, and
// the kernels check nothing. Sums and products are worked out modulo 2^(64 × words), which
// is right because the result is known to fit; what is above the words of an operand
// matters only for its sign. Beyond 1024 bits there is no plan.
//
// Scales are chosen so that integers are short: an amount in units of 0.1 bn is a count
// of them.
//
// # Run: rows
//
// A [Machine] takes [BlockLen] scenarios at a time. A row holds one word of one node for
// each of them, and a step is one kernel that runs along the rows (rows.go, quotient.go).
// Interpreting the list costs once a block, not once a scenario, the processor sees short
// loops without branches, and rows that nothing reads any more are used again, so that they
// stay in its cache; of plans with very many rows a block is shorter. What only the next
// step reads is made a part of it where there is a kernel for both: growth is one, previous
// × (1 + rate) cut to a quantum, and so is a rate between a floor and a ceiling. Longer
// numbers have more rows; a kernel does one word, with the carry in a row of its own, and
// so the same few kernels do any length (lower.go). Numbers of two and three words are so
// many that they have kernels of their own, which keep the carry in the processor
// (fused.go). Sums of many terms are taken four at a time.
//
// Quotients are the expensive part (divide.go). Most are of one word. Of longer ones the
// leading words give the quotient and, unless the remainder comes near a tie or a whole
// number, also its rounding; only then all words are multiplied out (wide.go). By constants
// one divides by multiplying, and so by a number by which several others are divided: its
// reciprocals are worked out once. Where the plan proves that numbers have no sign and
// divisors are not zero, kernels do not ask (short.go).
//
// # Axes: nothing is worked out twice
//
// Where scenarios are all combinations of a few axes, every node has a mask of the axes
// it depends on. Nodes of one mask are a stage (stage.go), run once for every combination
// of its own axes; its results are tables, from which later stages gather. A constant is
// the case of no axes, a scenario of its own that of all: one mechanism for folding,
// for factoring a grid, and for running it. Tables are bounded in length; what would be
// longer is worked out for every scenario.
//
// # Failures
//
// A divisor may be zero, a value be missing in a year, a rounding to nothing not come out.
// Such a node has a row of ones where it has no value, and what it computes there is
// some number within its interval, so that nothing after it goes astray. Failing spreads
// to what reads the value, but not through the branch of a choice that is not taken. A
// scenario in which anything asked for fails is handed over: package burden's evaluator
// then gives the error, with its place and in its order, or the value.
//
// # To check it
//
// Each kernel has a one-line definition, and a fuzz target that holds it against
// math/big. Random models of every kind of node, and the reference workload, are held
// against fractions that share no code; TAPE_LONG=1 does so for millions of values.
package tape
