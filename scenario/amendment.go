package scenario

import "example.com/burdenshare/burden"

// Apply returns the model with the amendment made. It returns an error if:
//   - model or amendment is zero ([burden.ErrIncomplete])
//   - the model does not have what is amended ([burden.ErrUnknownName])
//   - the amended model has a fault
func (a Amendment) Apply(m *burden.Model) (*burden.Model, error) {
	if m == nil || a.definitions == nil {
		return nil, &Error{Scenario: "amendment", Err: burden.ErrIncomplete}
	}
	definitions, err := a.definitions(m)
	if err != nil {
		return nil, err
	}
	return m.With(definitions...)
}
