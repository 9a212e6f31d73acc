package document

import "example.com/burdenshare/burden"

// incomplete says which input of a call is missing.
func incomplete(input string) error {
	return &Error{Problem: "there is no " + input, Err: burden.ErrIncomplete}
}
