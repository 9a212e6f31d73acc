package tape
import ("testing";"time";"fmt";"sort")
var t0 = time.Now()
func cpu() float64 { return float64(time.Since(t0).Nanoseconds()) }
func TestScratch(t *testing.T) {
	n := 1<<14
	type c struct { name string; m *Machine; best []float64 }
	var list []*c
	for _, k := range []struct{name string; years int; r, tot bool}{{"W",10,false,false},{"Wt",10,false,true},{"WR",10,true,false},{"WRt",10,true,true},{"W30",30,false,false}} {
		w := newReference(t, k.years, n, k.r, 7)
		o := w.outputs
		if k.tot { o = o[len(o)-5:] }
		p, _ := NewPlan(w.compile(t, o), w.axes(), w.ranges)
		list = append(list, &c{name:k.name, m: NewRun(p, w.columns).Machine()})
		fmt.Println(k.name, "rows", p.stages[0].rows, "steps", len(p.stages[0].steps))
	}
	for range 60 { for _, x := range list {
		a := cpu()
		for range 1 { for from := 0; from < n; from += BlockLen { x.m.Block(from, BlockLen) } }
		x.best = append(x.best, (cpu()-a)/float64(n))
	} }
	for _, x := range list { sort.Float64s(x.best); fmt.Printf("%s %.0f median %.0f\n", x.name, x.best[0], x.best[len(x.best)/2]) }
}
