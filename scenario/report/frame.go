package report

import (
	"slices"
	"strings"
)

// frame is a chart being drawn: title and subtitle stand, the next mark goes below top.
type frame struct {
	Chart
	top float64
}

// draw makes a chart in both widths.
func draw(part, input string, at func(width float64) (*Chart, error)) (*Chart, error) {
	c, err := at(wide)
	if err == nil {
		c.narrow, err = at(narrow)
	}
	if err != nil {
		return nil, failed(part, input, err)
	}
	return c, nil
}

// newFrame sets title and subtitle.
func newFrame(width float64, c Caption, subtitle string) *frame {
	f := &frame{Chart: Chart{title: c.Title, width: width}, top: margin}
	for _, l := range wrap(c.Title, titleSize, true, width-2*margin, 3) {
		f.top += titleSize
		f.text(margin, f.top, l, titleSize, true, dark, start)
		f.top += titleSize * (leading - 1)
	}
	if c.Subtitle != "" {
		subtitle = c.Subtitle
	}
	for _, l := range wrap(subtitle, textSize, false, width-2*margin, 4) {
		f.top += textSize
		f.text(margin, f.top, l, textSize, false, grey, start)
		f.top += textSize * (leading - 1)
	}
	f.top += 14
	return f
}

// finish sets notes and source below a bottom edge and returns the chart.
func (f *frame) finish(bottom float64, c Caption, figs *figures, notes ...string) (*Chart, error) {
	if figs.err != nil {
		return nil, figs.err
	}
	if n := figs.note(); n != "" {
		notes = append(notes, n)
	}
	if c.Source != "" {
		notes = append(notes, "Source: "+c.Source)
	}
	y := bottom
	if len(notes) > 0 {
		y += 12
	}
	for _, n := range notes {
		if !strings.HasSuffix(n, ".") {
			n += "."
		}
		for _, l := range wrap(n, smallSize, false, f.width-2*margin, 6) {
			y += smallSize * 1.35
			f.text(margin, y, l, smallSize, false, grey, start)
		}
	}
	f.height = y + margin*0.8
	sheet := path{points: box(0, 0, f.width, f.height), closed: true, fill: paper}
	f.marks = append([]mark{sheet}, f.marks...)
	made := f.Chart
	return &made, nil
}

func (f *frame) text(x, y float64, s string, size float64, bold bool, c ink, a anchor) {
	if s == "" {
		return
	}
	f.marks = append(f.marks, text{point{x, y}, s, size, bold, c, a})
}

func (f *frame) line(x1, y1, x2, y2, w float64, c ink, dash ...float64) {
	f.marks = append(f.marks, path{points: []point{{x1, y1}, {x2, y2}}, stroke: c, width: w, dash: dash})
}

func (f *frame) area(points []point, fill ink) {
	f.marks = append(f.marks, path{points: points, closed: true, fill: fill})
}

func (f *frame) dot(x, y, r float64, c ink) {
	f.marks = append(f.marks, dot{point{x, y}, r, c})
}

func box(x, y, w, h float64) []point {
	return []point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}
}

// yearAxis marks years below a plot, as many as there is room for, the last always.
func (f *frame) yearAxis(from, to int, x func(int) float64, y float64) {
	const room = 44.0
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000} {
		step = s
		if from == to || (x(from+1)-x(from))*float64(s) >= room {
			break
		}
	}
	for year := to; year >= from; year -= step {
		f.line(x(year), y, x(year), y+4, 1, axis)
		f.text(x(year), y+18, itoa(year), textSize, false, grey, middle)
	}
}

// spread moves places of labels of some heights apart until none overlaps, keeping
// their order and staying between two edges where there is room.
func spread(at, heights []float64, low, high float64) []float64 {
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case at[i] < at[j]:
			return -1
		case at[i] > at[j]:
			return 1
		}
		return 0
	})
	out := slices.Clone(at)
	edge := low
	for _, i := range order { // downwards
		out[i] = max(out[i], edge+heights[i]/2)
		edge = out[i] + heights[i]/2
	}
	edge = high
	for _, i := range slices.Backward(order) { // and back up
		if out[i]+heights[i]/2 <= edge {
			edge = out[i] - heights[i]/2
			continue
		}
		out[i] = edge - heights[i]/2
		edge = out[i] - heights[i]/2
	}
	return out
}
