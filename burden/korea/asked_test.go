package korea_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// No two rows of a table have one name: each can be asked for.
func TestEveryFigureCanBeAskedFor(t *testing.T) {
	statuses := map[string]burden.Status{}
	for s := burden.Confirmed; s <= burden.Assumed; s++ {
		statuses[s.String()] = s
	}
	asked := 0
	for file, ask := range map[string]func(row map[string]string) []burden.Series{
		"talks.csv": func(r map[string]string) []burden.Series {
			return []burden.Series{korea.Talks(r["date"], r["item"], statuses[r["status"]])}
		},
		"cost.csv": func(r map[string]string) []burden.Series {
			return []burden.Series{korea.Cost(r["period"], r["item"])}
		},
		"split.csv": func(r map[string]string) []burden.Series {
			year, err := strconv.Atoi(r["year"])
			require.NoError(t, err)
			return []burden.Series{korea.Split(year, r["item"])}
		},
		"exchange_rates.csv": func(r map[string]string) (list []burden.Series) {
			for _, purpose := range []string{"market", "budget", "announcement", "implied"} {
				list = append(list, korea.Rate(purpose, r["period"]))
			}
			return list
		},
	} {
		f, err := os.Open("data/" + file)
		require.NoError(t, err)
		rows, err := csv.NewReader(f).ReadAll()
		require.NoError(t, err)
		require.NoError(t, f.Close())
		for _, cells := range rows[1:] {
			row := map[string]string{}
			for i, column := range rows[0] {
				row[column] = cells[i]
			}
			for _, s := range ask(row) {
				_, err := burden.NewModel("m", burden.NewParam("p", burden.Ratio, s))
				assert.NotErrorIs(t, err, burden.ErrDuplicate, "%s: %v", file, row)
				asked++
			}
		}
	}
	assert.Greater(t, asked, 100)
}
