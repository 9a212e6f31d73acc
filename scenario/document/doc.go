// Package document reads and writes an agreement, its scenarios and what is expected of
// both as a file for people: JSON, or TOML by any decoder that knows the tags.
//
// # From a file to figures
//
//  1. [Read] reads JSON. Another decoder fills a [Document], and [Document.Check] checks it.
//
//  2. [Document.Model] and [Document.Scenarios] give what package scenario works with.
//
//  3. [Document.Verdicts] says which expectations hold, [Document.VerdictsOn] says it of
//     another baseline, and [Document.Sweep] gives a grid of scenarios.
//
//  4. [scenario.Scenario.Warnings] tells of changes that change nothing, such as one in a
//     year that the document does not have.
//
//  5. [New] makes a document of a model and its scenarios, and [Document.Write] writes it.
//
// For example:
//
//	d, err := document.Read(file, "upkeep.json")
//	scenarios, err := d.Scenarios()
//	verdicts, err := d.Verdicts()
//
// # Limits
//
// A document has at most [MaxSize] bytes, a text in it [MaxText] letters, and a name
// [scenario.MaxName]. Calls that evaluate many models are limited by their work. Beyond a
// limit is a [burden.ErrTooLarge] that says how to mend it.
//
// # Errors
//
// An [Error] names the file and the path of the value, in JSON also line and column. Up to
// a hundred faults are returned together. What rests on a part with a fault is checked when
// that is mended. Bad input is an error, never a panic.
//
// # Zero values and concurrency
//
// The zero Document is one without lines and years, which Check reports. A Document is data:
// it may be read by several goroutines as long as none changes it.
//
// The JSON Schema of documents is document.schema.json, beside this package's files.
//
// # Stability
//
// Version 0: names may change.
package document
