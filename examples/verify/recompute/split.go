package recompute

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// splitCheck is a split, and how far it has been checked.
type splitCheck struct {
	split  *split
	open   bool
	shares map[string]result // once it has been checked
}

// share is a member of a split, in numbers; nil bounds are none.
type share struct {
	key                    string
	weight, floor, ceiling *big.Rat
	ideal                  *big.Rat
	quanta, least, most    *big.Int // how many the member has, and may have
	rest                   *big.Rat // what cutting to whole quanta took
	extra                  *big.Rat // less than a quantum
}

// part returns a member's share, checking the split when it is first met.
func (c *checker) part(n *node, year int) (result, error) {
	s := c.splits[n.Split]
	switch {
	case s == nil:
		return result{}, fmt.Errorf("split %s is not there", quoted(n.Split))
	case s.split.Year != year:
		return result{}, fmt.Errorf("refers to %s, but the formula reads %d", quoted(n.Split), year)
	case s.open:
		return result{}, fmt.Errorf("split %s needs itself", quoted(n.Split))
	}
	if s.shares == nil {
		s.open = true
		shares, err := c.divide(s.split)
		if err != nil {
			return result{}, fmt.Errorf("split %s: %w", quoted(n.Split), err)
		}
		s.open, s.shares = false, shares
	}
	r, ok := s.shares[n.Name]
	if !ok {
		return result{}, fmt.Errorf("split %s has no member %s", quoted(n.Split), quoted(n.Name))
	}
	c.used.splits[n.Split] = true
	return r, nil
}

// divide recomputes a split.
func (c *checker) divide(s *split) (map[string]result, error) {
	total, err := c.node(s.Total, s.Year, "total", 0)
	if err != nil {
		return nil, err
	}
	quantum, err := c.positive(s.Quantum)
	if err != nil {
		return nil, fmt.Errorf("quantum: %w", err)
	}
	if s.Remainder != "largest_remainder" && s.Remainder != "first_gets_it" {
		return nil, fmt.Errorf("remainder %s is none", quoted(s.Remainder))
	}
	list, err := c.members(s, total)
	if err != nil {
		return nil, err
	}
	text, err := c.terms(s)
	if err != nil {
		return nil, err
	}
	if !reads(s.Formula, text) {
		return nil, fmt.Errorf("formula is %s, its terms say %s", quoted(s.Formula), quoted(text))
	}
	sum := new(big.Rat).Set(total.value)
	if sum.Sign() < 0 { // shared as the positive one
		sum.Neg(sum)
		for _, m := range list {
			m.ideal.Neg(m.ideal)
			if m.floor != nil || m.ceiling != nil {
				return nil, errors.New("a negative total has bounds")
			}
		}
	}
	if err := c.proportional(list, sum); err != nil {
		return nil, err
	}
	if err := c.apportion(list, sum, quantum, s.Remainder == "first_gets_it", s.KeepRest); err != nil {
		return nil, err
	}
	shares := map[string]result{}
	for i, m := range list {
		x := new(big.Rat).SetInt(m.quanta)
		x.Mul(x, quantum)
		if m.extra != nil {
			x.Add(x, m.extra)
		}
		if total.value.Sign() < 0 {
			x.Neg(x)
		}
		if err := c.agrees("share of "+m.key, s.Members[i].Share, x); err != nil {
			return nil, err
		}
		shares[m.key] = result{x, total.unit}
	}
	c.report.rounds += len(list)
	return shares, nil
}

// members recomputes weights and bounds, and reads the unrounded shares.
func (c *checker) members(s *split, total result) ([]*share, error) {
	if len(s.Members) == 0 {
		return nil, errors.New("no members")
	}
	list := make([]*share, len(s.Members))
	seen := map[string]bool{}
	var weighed unit
	for i, m := range s.Members {
		if err := named("member", m.Key); err != nil {
			return nil, err
		}
		if seen[m.Key] {
			return nil, errors.New("a member has another's key")
		}
		seen[m.Key] = true
		k := &share{key: m.Key}
		list[i] = k
		for _, o := range []struct {
			name string
			node *node
			to   **big.Rat
		}{{"weight", m.Weight, &k.weight}, {"floor", m.Floor, &k.floor}, {"ceiling", m.Ceiling, &k.ceiling}} {
			if o.node == nil && o.name != "weight" {
				continue
			}
			at := o.name + " of " + m.Key
			r, err := c.node(o.node, s.Year, at, 0)
			if err != nil {
				return nil, err
			}
			want := total.unit
			if o.name == "weight" {
				if i == 0 {
					weighed = r.unit
				}
				want = weighed
			}
			if !r.unit.equal(want) {
				return nil, fmt.Errorf("%s is in %s, not in %s", at, quoted(r.unit.String()), quoted(want.String()))
			}
			*o.to = r.value
		}
		ideal, err := c.fraction(m.Ideal)
		if err != nil {
			return nil, fmt.Errorf("ideal of %s: %w", m.Key, err)
		}
		k.ideal = ideal
		at := ""
		switch {
		case k.floor != nil && ideal.Cmp(k.floor) == 0:
			at = "floor"
		case k.ceiling != nil && ideal.Cmp(k.ceiling) == 0:
			at = "ceiling"
		}
		if at != m.At {
			return nil, fmt.Errorf("%s is at its %s, recomputed at its %s", m.Key, quoted(m.At), quoted(at))
		}
	}
	return list, nil
}

// fraction reads a fraction of integers in lowest terms.
func (c *checker) fraction(text string) (*big.Rat, error) {
	x, ok := new(big.Rat), len(text) <= maxText && strings.Trim(text, "-/0123456789") == ""
	if ok {
		x, ok = x.SetString(text)
	}
	if !ok || x.RatString() != text {
		return nil, fmt.Errorf("%s is no fraction of this format", quoted(text))
	}
	return x, c.charge(x)
}

// proportional checks the unrounded shares: there is one rate for which each is the
// weight times the rate, or the bound that stands in the way. Shares that pass are
// the only ones that do, because what all pay together rises with the rate.
func (c *checker) proportional(list []*share, total *big.Rat) error {
	sum, weights := new(big.Rat), new(big.Rat)
	low := new(big.Rat)
	var high *big.Rat // nil for none
	for _, m := range list {
		floor := new(big.Rat)
		if m.floor != nil && m.floor.Sign() > 0 {
			floor = m.floor
		}
		switch {
		case m.weight.Sign() < 0:
			return fmt.Errorf("weight of %s is negative", m.key)
		case m.ceiling != nil && m.ceiling.Cmp(floor) < 0:
			return fmt.Errorf("floor of %s is above its ceiling", m.key)
		case m.ideal.Cmp(floor) < 0 || m.ceiling != nil && m.ideal.Cmp(m.ceiling) > 0:
			return fmt.Errorf("ideal of %s is beyond its bounds", m.key)
		case m.weight.Sign() == 0 && m.ideal.Cmp(floor) != 0:
			return fmt.Errorf("ideal of %s is not its floor, but it has no weight", m.key)
		}
		sum.Add(sum, m.ideal)
		weights.Add(weights, m.weight)
		if err := c.charge(sum, weights); err != nil {
			return err
		}
		if m.weight.Sign() == 0 {
			continue
		}
		rate := new(big.Rat).Quo(m.ideal, m.weight)
		if m.ideal.Cmp(floor) > 0 && rate.Cmp(low) > 0 {
			low = rate
		}
		if (m.ceiling == nil || m.ideal.Cmp(m.ceiling) < 0) && (high == nil || rate.Cmp(high) < 0) {
			high = rate
		}
	}
	switch {
	case weights.Sign() == 0:
		return errors.New("all weights are zero")
	case sum.Cmp(total) != 0:
		return fmt.Errorf("unrounded shares sum to %s, not to %s", shown(sum), shown(total))
	case high != nil && low.Cmp(high) > 0:
		return errors.New("unrounded shares are not in proportion to the weights")
	}
	return nil
}

// apportion rounds the shares so that they sum to the total, not negative: each is
// cut to whole quanta, within its bounds, and what is then left goes, a quantum each,
// down the line, or what is too much comes back up the line.
func (c *checker) apportion(list []*share, total, quantum *big.Rat, ordered, keepRest bool) error {
	left, over := cut(total, quantum)
	whole := new(big.Int).Set(left)
	if over.Sign() != 0 && !keepRest {
		return fmt.Errorf("total %s is no multiple of %s", shown(total), shown(quantum))
	}
	for _, m := range list {
		m.quanta, m.rest = cut(m.ideal, quantum)
		m.least = new(big.Int)
		if m.floor != nil && m.floor.Sign() > 0 {
			k, rest := cut(m.floor, quantum)
			if rest.Sign() > 0 {
				k.Add(k, big.NewInt(1))
			}
			m.least = k
			if m.quanta.Cmp(k) < 0 {
				m.quanta, m.rest = new(big.Int).Set(k), new(big.Rat)
			}
		}
		if m.ceiling != nil {
			m.most, _ = cut(m.ceiling, quantum)
			if m.least.Cmp(m.most) > 0 {
				return fmt.Errorf("floor of %s is above its ceiling, in whole quanta", m.key)
			}
		}
		if m.weight.Sign() == 0 && !ordered {
			m.most = new(big.Int).Set(m.quanta) // it has no claim on what others leave
		}
		left.Sub(left, m.quanta)
	}
	line := slices.Clone(list)
	if !ordered {
		slices.SortStableFunc(line, func(a, b *share) int {
			return cmp.Or(b.rest.Cmp(a.rest), cmp.Compare(a.key, b.key))
		})
	}
	next, err := c.hand(left, line, ordered)
	if err != nil || over.Sign() == 0 {
		return err
	}
	rest := new(big.Rat).Sub(total, new(big.Rat).Mul(new(big.Rat).SetInt(whole), quantum))
	for i := range line {
		m := line[(next+i)%len(line)]
		x := new(big.Rat).Add(new(big.Rat).Mul(new(big.Rat).SetInt(m.quanta), quantum), rest)
		if (ordered || m.weight.Sign() > 0) && (m.ceiling == nil || x.Cmp(m.ceiling) <= 0) {
			m.extra = rest
			return nil
		}
	}
	return errors.New("nobody can take the rest of the total")
}

// hand gives the quanta left to those in line, or takes back those too many from
// its end, and returns who is next. In order, one takes all it can.
func (c *checker) hand(left *big.Int, line []*share, ordered bool) (next int, err error) {
	one := big.NewInt(1)
	for left.Sign() != 0 {
		moved := false
		for j := 0; j < len(line) && left.Sign() != 0; j++ {
			give, m := left.Sign() > 0, line[j]
			if !give {
				m = line[len(line)-1-j]
			}
			if err := c.spent(8); err != nil {
				return 0, err
			}
			n := new(big.Int).Abs(left) // how many can move
			switch {
			case give && m.most != nil:
				n = least(n, new(big.Int).Sub(m.most, m.quanta))
			case !give:
				n = least(n, new(big.Int).Sub(m.quanta, m.least))
			}
			if n.Sign() <= 0 {
				continue
			}
			if !ordered {
				n = one
			}
			if !give {
				n = new(big.Int).Neg(n)
			} else if !ordered {
				next = (j + 1) % len(line)
			}
			m.quanta.Add(m.quanta, n)
			left.Sub(left, n)
			moved = true
		}
		if !moved {
			return 0, errors.New("floors and ceilings leave no way to share the total in whole quanta")
		}
	}
	return next, nil
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// cut returns how many whole quanta x holds, and what is over.
func cut(x, quantum *big.Rat) (*big.Int, *big.Rat) {
	k := floor(new(big.Rat).Quo(x, quantum))
	return k, new(big.Rat).Sub(x, new(big.Rat).Mul(new(big.Rat).SetInt(k), quantum))
}
