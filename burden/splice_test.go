package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

func TestSplice(t *testing.T) {
	actual := burden.ByYear(map[int]int{2020: 1, 2022: 3}).Sourced("ledger", burden.Confirmed).AtStage(burden.Executed)
	forecast := burden.Steps(map[int]int{2019: 7, 2023: 8}).Sourced("forecast", burden.Assumed)
	s := actual.Splice(forecast)
	for year, want := range map[int]string{2019: "", 2020: "1", 2021: "", 2022: "3", 2023: "8", 2030: "8"} {
		e, ok := s.At(year)
		assert.Equal(t, want != "", ok, year)
		if ok {
			dectest.Equal(t, want, e.Value, year)
		}
	}
	e, _ := s.At(2022)
	assert.Equal(t, burden.Executed, e.Stage)
	e, _ = s.At(2024)
	assert.Equal(t, burden.Assumed, e.Status)

	assert.True(t, burden.Series{}.Splice(forecast).Equal(forecast))
	assert.True(t, actual.Splice(burden.Series{}).Equal(actual))
	for cause, s := range map[error]burden.Series{
		burden.ErrYearBasis:  actual.Splice(forecast.On(burden.FiscalApril)),
		burden.ErrOutOfRange: burden.Constant(1).Splice(forecast),
		burden.ErrNumber:     burden.ByYear(map[int]string{2020: "x"}).Splice(forecast),
	} {
		_, err := burden.NewModel("m", burden.NewLine("x", burden.KRW).Is(burden.NewParam("p", burden.KRW, s)))
		assert.ErrorIs(t, err, cause)
	}
	_, err := burden.NewModel("m", burden.NewLine("x", burden.KRW).Is(burden.NewParam("p", burden.KRW, actual.Splice(burden.Steps(map[int]string{2023: "x"})))))
	assert.ErrorIs(t, err, burden.ErrNumber)
	// A constant fits any basis, and what comes out is on the other's.
	s = actual.On(burden.FiscalApril).Splice(burden.Constant(9))
	basis, known := s.Basis()
	assert.True(t, known)
	assert.Equal(t, burden.FiscalApril, basis)
}
