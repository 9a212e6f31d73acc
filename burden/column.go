package burden

import "example.com/burdenshare/burden/internal/exact"

// cell is a line in a year.
type cell struct{ line, year int }

// slot is what is known of a cell.
type slot struct {
	state state
	nth   int32 // place among the cells that are done, from 1
	value exact.Number
}

type state uint8

const (
	unknown state = iota
	open          // being computed: needing it again is a cycle
	done
	absent // not applicable: the line is not defined in the year
)

// A column first has room for the years of the projection and the one before, within these
// limits; room is made for so many columns at a time.
const (
	minRoom       = 8
	maxRoom       = 64
	columnsAtOnce = 8
)

// column is a line's slots over the years that were touched.
type column struct {
	first int
	slots []slot
}

// peek returns the slot of a year without making room.
func (c *column) peek(year int) *slot {
	if i := year - c.first; i >= 0 && i < len(c.slots) {
		return &c.slots[i]
	}
	return new(slot)
}

// maxSlots bounds what a projection has room for: line-years from the first to the last
// that is needed of each line.
const maxSlots = 3 << 20

// slot returns the slot of a cell, making room for it.
func (v *evaluation) slot(at cell) (*slot, error) {
	c, year := &v.columns[at.line], at.year
	if i := year - c.first; i >= 0 && i < len(c.slots) {
		return &c.slots[i], nil
	}
	before := len(c.slots)
	c.reach(v, year)
	if v.slots += len(c.slots) - before; v.slots > maxSlots {
		return nil, v.errorAt(at, Error{Input: "years", Detail: "the years needed lie so far apart that there is no room for those between", Err: ErrTooLarge})
	}
	return &c.slots[year-c.first], nil
}

// reach makes room for a year.
func (c *column) reach(v *evaluation, year int) {
	if len(c.slots) == 0 {
		if len(v.spare) < v.room {
			v.spare = make([]slot, v.room*min(len(v.columns), columnsAtOnce))
		}
		c.first, c.slots, v.spare = year-1, v.spare[:v.room:v.room], v.spare[v.room:]
		return
	}
	if year < c.first {
		grow := max(v.room, c.first-year+len(c.slots)/2)
		c.slots = append(make([]slot, grow, grow+len(c.slots)), c.slots...)
		c.first -= grow
		return
	}
	c.slots = append(c.slots, make([]slot, year-c.first-len(c.slots)+v.room)...)
}

// ordered lists the cells that are done in the order in which they were computed.
func (v *evaluation) ordered() []cell {
	list := make([]cell, v.done)
	for line, c := range v.columns {
		for i, s := range c.slots {
			if s.state == done {
				list[s.nth-1] = cell{line, c.first + i}
			}
		}
	}
	return list
}
