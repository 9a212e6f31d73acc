// Package display shows figures and tables to people: rounded as told, with the sign or the
// unit where a reader expects it, and saying what was rounded.
//
// A [Style] says how. [Style.Show] makes a [Figure], which keeps the exact value beside the
// text. [Style.Column] shows the parts of a sum; a balanced style makes them add up to the
// total as shown. A [Table] is text in rows and columns, written as plain text or Markdown.
//
// # Errors
//
// A style with a faulty rounding, or one that rounds by [burden.Exact] where a value is no
// multiple of the quantum, is an error of package burden. Bad input never panics.
//
// # Zero values and concurrency
//
// The zero Style shows every digit. The zero Table is empty text. All values are immutable
// and safe for concurrent use.
//
// # Stability
//
// Version 0: names may change.
package display
