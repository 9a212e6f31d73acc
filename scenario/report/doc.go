// Package report makes of scenarios what people pass on: charts, a workbook of live
// formulas, and a page that stands alone. It is a module of its own, so that who
// computes without reporting needs neither a chart library nor a spreadsheet writer.
//
// # What there is
//
//   - [OverYears], [Waterfall], [Tornado], [Fan] and [HeatMap] draw a [Chart],
//     written as SVG or PNG. All share one theme: direct labels instead of legends, colours
//     that colour-blind readers tell apart, room for long names. Each is drawn for a page
//     and, [Chart.Narrow], for a phone.
//   - [Workbook] writes scenarios as a spreadsheet whose formulas follow the model's.
//   - [Page] writes summary, charts, comparison, assumptions and notes as one HTML page
//     without script, which fetches nothing.
//
// # Exactness and rounding
//
// Every figure written comes from an exact decimal, rounded only as a
// [display.Style] says, and then a note says so. Floating point serves two ends: it
// places marks of charts, and it is what spreadsheets compute in, which the workbook's
// check sheet sets against the exact values.
//
// # Errors
//
// An [Error] names the part that went wrong; its cause is a sentinel or error of package
// burden or scenario, or what a writer returned. Bad input is an error, never a panic.
//
// # Zero values and concurrency
//
// Charts are immutable and safe for concurrent use, and so are the functions of this
// package. The zero [Caption] is a chart without a title; the zero [Page] is an error. The
// same input gives the same bytes, of PNGs on one kind of processor and of workbooks
// with one version of their writer.
//
// # Stability
//
// Version 0: names may change.
package report
