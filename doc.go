// Package burdenshare is the way into a library for cost-sharing agreements:
// contribution formulas written once as values, evaluated over years in exact
// decimals, and asked what if.
//
//   - [example.com/burdenshare/burden]: what an agreement says. Units, series,
//     formulas, rules, models, projections and explanations.
//   - [example.com/burdenshare/burden/korea]: the Special Measures Agreements of
//     the Republic of Korea with the United States, which it reproduces to the
//     last digit.
//   - [example.com/burdenshare/burden/japan], [example.com/burdenshare/burden/nato],
//     [example.com/burdenshare/burden/un]: other hosts and other payers.
//   - [example.com/burdenshare/scenario]: what if. Named changes to a baseline,
//     conflicts, comparison, documents.
//   - [example.com/burdenshare/scenario/policytest]: assumptions about policy as tests.
//   - examples: programs, one folder a question.
//
// Three promises: every number is exact, rounded only where a formula says so;
// every number explains itself; every difference adds up.
//
// Out of scope: forecasting of drivers, data collection, legal interpretation.
// This package holds no code.
package burdenshare
