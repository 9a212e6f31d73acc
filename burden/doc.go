// Package burden says what a cost-sharing agreement says: parameters, lines and
// formulas, checked as a whole and evaluated over years in exact decimals.
//
// # Model
//
// A [Param] is a name, a unit and a [Series] of values by year: a base, a
// driver, a ceiling. A [Line] is a name and a unit, and a [Definition] says what
// it is: a [Formula] made of parameters, other lines and constants. A [Model] is
// an id and definitions. [Model.Project] evaluates it over years, and
// [Projection.Explain] says why a number is what it is.
//
//	growth[y]       = min(cpi[y-2], ceiling)
//	contribution[y] = round(contribution[y-1] × (1 + growth[y]), 0.1 bn won, half up)
//
// Index-linked growth like the first line is declared once, as an [IndexRule].
// Recurrence is written on the line itself, with [Line.Previous]; where the
// rounding stands decides whether an amount is rounded every year or carried on.
//
// # Prices and years
//
// A [Unit] may be at the prices of a year, KRW@2019, and a [Series] or a line on a year
// basis such as Japan's fiscal years. Nominal and real amounts, or fiscal and calendar
// years, that meet in a formula are a fault of the model, as other units are. [Deflate],
// [Inflate], [ConvertYears] and [Prorate] lead from one to the other; [PresentValue],
// [Annuity] and [RunningTotal] bring years together. A real amount cannot change its
// year basis: convert the nominal amounts first and deflate afterwards. [Inflate] makes nominal
// amounts of real ones.
// [ParseFormula] reads formulas from text, and [Formula.String] writes them.
//
// # Exactness and rounding
//
// Numbers enter as text, integers or decimals, never as floating point. Sums,
// differences and products are exact. Rounding happens only where a formula
// names it, to a multiple of a quantum by a [Mode]. A quotient or a root cannot
// be written without its rounding and is rounded once, from the infinitely
// precise value. Every rounding and every limit that decided is on record in the
// [Projection]. Results do not depend on the decimal library's package variables.
//
// # Errors
//
// Constructors do not fail. What is wrong with a number, a name or a formula is
// kept and reported by [NewModel], all faults together. [Model.Project] stops at
// the first error. Errors are an [Error] that names line, year and input, around
// one of the sentinels of this package. No function panics.
//
// # Zero values and concurrency
//
// Every value is immutable and safe for concurrent use. The zero [Formula],
// [Param], [Line] and definitions are faults of the model that uses them; the
// zero [Rounding] rounds nothing; the zero [Series] has no values; the zero
// [Unit] is a pure ratio.
//
// # Stability
//
// Version 0: names may change. A change of a computed figure is announced in the
// changelog.
package burden
