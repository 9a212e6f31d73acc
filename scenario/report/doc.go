// Package report makes of scenarios what people pass on.
package report
