package tape

import (
	"math/big"
	"math/bits"

	"example.com/burdenshare/burden"
)

// divideLong is divideWide for quotients of any length, in r's rows.
func divideLong(r [][]int64, fail []int64, a, b [][]int64, unsignedA, unsignedB, constantB bool, settle *settled) {
	n, d, q, rest := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	turned := 0
	for i := range r[0] {
		negative := loadBig(n, a, i, unsignedA)
		if i == 0 || !constantB {
			turned = loadBig(d, b, i, unsignedB)
		}
		negative ^= turned
		if d.Sign() == 0 {
			for k := range r {
				r[k][i] = 0
			}
			fail[i] = -1
			continue
		}
		q.QuoRem(n, d, rest)
		state := 0
		if rest.Sign() != 0 {
			state = 2 + rest.Lsh(rest, 1).Cmp(d)
		}
		if settle.adds[negative][q.Bit(0)][state] == 1 {
			q.Add(q, one)
		}
		if settle.mode == burden.Exact && state != 0 {
			fail[i] = -1
		}
		storeBig(r, i, q, negative)
	}
}

// loadBig takes the magnitude of a scenario's number, and its sign.
func loadBig(x *big.Int, rows [][]int64, i int, unsigned bool) (negative int) {
	var w wide
	negative = w.load(rows, i, unsigned)
	list := x.Bits()[:0]
	for k := range rows {
		list = append(list, big.Word(w[k]))
		if bits.UintSize == 32 {
			list = append(list, big.Word(w[k]>>32))
		}
	}
	x.SetBits(list)
	return negative
}

// storeBig puts a magnitude and its sign into rows, in two's complement.
func storeBig(rows [][]int64, i int, x *big.Int, negative int) {
	var w wide
	for k, word := range x.Bits() {
		if bits.UintSize == 32 {
			w[k/2] |= uint64(word) << (32 * (k % 2))
		} else {
			w[k] = uint64(word)
		}
	}
	carry := uint64(negative)
	for k := range rows {
		if negative == 1 {
			w[k], carry = bits.Add64(^w[k], 0, carry)
		}
		rows[k][i] = int64(w[k])
	}
}
