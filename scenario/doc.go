// Package scenario asks what if: named changes to a baseline, set side by side.
//
// # Model
//
// [Baseline] is a model over years. An [Overlay] is a named set of changes:
// [Set], [Scale] and [Shift] change a parameter in all years or some, [Define]
// replaces a line or a rule. [Scenario.With] and [Scenario.Apply] put overlays on
// top, [Merge] combines scenarios of one baseline, [Diff] says in what two
// differ, and [Compare] what comes of it.
//
// # Questions
//
//   - [Attribute]: how much of a difference each change caused, whatever the order;
//     [AttributeGroups], [Waterfall], [AttributeYears].
//   - [Solve] and [BreakEven]: at what value of a parameter a [Metric] reaches a target.
//   - [Sweep]: every scenario of a [Design], such as a [Grid] or [Columns], by index
//     range; [Sweep.Blocks] streams millions, a [Summary] keeps what matters and merges.
//   - [OneAtATime], [Morris] and [Sobol]: which parameters matter, with intervals and a
//     verdict.
//   - [Simulation]: a design of draws from distributions, the same for the same seed;
//     [Sweep.Fan] for quantiles by year.
//   - [Revise]: what changed between two versions, why, and a bridge from the old figure
//     to the new; [VarianceOf] for budgets and actuals;
//     [PaybackYear]; [Scenario.Register] for what a scenario assumes.
//   - Package display shows figures and tables to people, rounded, and saying so;
//     [Comparison.Display] makes such a table.
//   - [Backtest]: a model against published figures; [Conventions]: which readings of
//     its rules fit them; [RoundingImpact]: what a rounding is worth.
//
// # Documents
//
// Package document reads and writes models, scenarios and expectations as JSON or TOML.
//
// # Conflicts
//
// Two changes that touch the same parameter and year, or the same definition,
// are an [ErrConflict] that names both, unless [Overlay.Priority] says which comes
// later. A change that changes no result, or adds a name that the model did not have,
// is reported by [Scenario.Warnings].
//
// # Exactness and rounding
//
// Differences and totals are exact. A ratio is rounded as the caller says, and
// absent where the divisor is zero. Only flows total over years.
//
// # Errors
//
// An [Error] names scenario and change; its cause is a sentinel of this package
// or an error of package burden, which names line, year and input. Bad input is an
// error, never a panic.
//
// # Zero values and concurrency
//
// Scenarios and what they are made of are immutable and safe for concurrent use, and
// so are the functions of this package; a [Summary] is added to. Zero changes and
// overlays are faults of the scenario that uses them.
//
// # Stability
//
// Version 0: names may change.
package scenario
