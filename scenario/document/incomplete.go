package document

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// incomplete says which input of a call is missing.
func incomplete(call, input string) error {
	return &scenario.Error{Scenario: call, Err: &burden.Error{Input: input, Err: burden.ErrIncomplete}}
}
