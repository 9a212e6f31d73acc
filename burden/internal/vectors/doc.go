// Package vectors holds only tests: the General Decimal Arithmetic test cases of Mike
// Cowlishaw and IBM (https://speleotrove.com/decimal/dectest.html), as far as they apply
// to this library, run on its arithmetic.
//
// The cases are read where the Go command put the module github.com/cockroachdb/apd/v3,
// which carries them, and are not copied. The package is a module of its own, so that
// nobody who uses the library needs that module, and lies below burden, so that it may
// import burden/internal/exact.
//
// Those cases are of a decimal of limited precision; here numbers are exact until a
// formula rounds them to a quantum. A case is therefore run as what it says in the words
// of this library: the exact result, rounded once to the quantum that the case's
// precision and exponents come to. Values are compared; how they are written is not.
// What does not apply is skipped for a reason that has a name, and counted.
package vectors
