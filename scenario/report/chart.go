package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

	"example.com/burdenshare/internal/visible"
)

// Chart is a drawing that knows where everything stands: written as SVG or PNG, the
// same bytes every time. It is immutable.
type Chart struct {
	title, summary string
	width, height  float64
	marks          []mark
	narrow         *Chart // the same for a phone
}

// Title returns the chart's title.
func (c *Chart) Title() string { return c.title }

// Summary says in a sentence what the chart shows, for readers who cannot see it.
func (c *Chart) Summary() string { return c.summary }

// mark is a path, a dot or a text.
type mark interface{ draw(surface) }

type point struct{ x, y float64 } // from the top left corner

type path struct {
	points       []point
	closed       bool
	fill, stroke ink // none if transparent
	width        float64
	dash         []float64
}

type dot struct {
	at     point
	radius float64
	fill   ink
}

// anchor says which end of a text stands at its point.
type anchor string

const (
	start  anchor = "start"
	middle anchor = "middle"
	end    anchor = "end"
)

type text struct {
	at     point // of the baseline
	text   string
	size   float64
	bold   bool
	ink    ink
	anchor anchor
}

type surface interface {
	path(path)
	dot(dot)
	text(text)
}

func (p path) draw(s surface) { s.path(p) }
func (d dot) draw(s surface)  { s.dot(d) }
func (t text) draw(s surface) { s.text(t) }

// SVG writes the chart as an SVG drawing that scales to the space it is given. It
// names fonts and fetches none.
func (c *Chart) SVG(w io.Writer) error {
	if c == nil {
		return incomplete("chart", "")
	}
	var s svg
	fmt.Fprintf(&s.b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" width="%[1]s" height="%[2]s" role="img" font-family="%[3]s">`+"\n",
		px(c.width), px(c.height), fontStack)
	fmt.Fprintf(&s.b, "<title>%s</title>\n<desc>%s</desc>\n", escaped(c.title), escaped(c.summary))
	for _, m := range c.marks {
		m.draw(&s)
	}
	s.b.WriteString("</svg>\n")
	_, err := w.Write(s.b.Bytes())
	return failed("chart", c.title, err)
}

// svg is a surface that writes SVG elements.
type svg struct{ b bytes.Buffer }

// px writes a length to a hundredth of a pixel, so that no machine's last digit shows.
func px(x float64) string {
	t := strconv.FormatFloat(x, 'f', 2, 64)
	t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
	if t == "-0" {
		return "0"
	}
	return t
}

// escaped makes text mean itself in XML, in one line.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(visible.Text(s))) // a builder takes everything
	return b.String()
}

func (s *svg) paint(name string, c ink) {
	if c.A == 0 {
		fmt.Fprintf(&s.b, ` %s="none"`, name)
		return
	}
	fmt.Fprintf(&s.b, ` %s="#%02x%02x%02x"`, name, c.R, c.G, c.B)
	if c.A < 255 {
		fmt.Fprintf(&s.b, ` %s-opacity="%s"`, name, px(float64(c.A)/255))
	}
}

func (s *svg) path(p path) {
	s.b.WriteString(`<path d="`)
	for i, at := range p.points {
		op := "L"
		if i == 0 {
			op = "M"
		}
		s.b.WriteString(op + px(at.x) + " " + px(at.y))
	}
	if p.closed {
		s.b.WriteString("Z")
	}
	s.b.WriteString(`"`)
	s.paint("fill", p.fill)
	if p.stroke.A > 0 {
		s.paint("stroke", p.stroke)
		fmt.Fprintf(&s.b, ` stroke-width="%s" stroke-linejoin="round"`, px(p.width))
		if p.dash != nil {
			var list []string
			for _, d := range p.dash {
				list = append(list, px(d))
			}
			fmt.Fprintf(&s.b, ` stroke-dasharray="%s"`, strings.Join(list, " "))
		}
	}
	s.b.WriteString("/>\n")
}

func (s *svg) dot(d dot) {
	fmt.Fprintf(&s.b, `<circle cx="%s" cy="%s" r="%s"`, px(d.at.x), px(d.at.y), px(d.radius))
	s.paint("fill", d.fill)
	s.b.WriteString("/>\n")
}

func (s *svg) text(t text) {
	fmt.Fprintf(&s.b, `<text x="%s" y="%s" font-size="%s"`, px(t.at.x), px(t.at.y), px(t.size))
	if t.bold {
		s.b.WriteString(` font-weight="bold"`)
	}
	if t.anchor != start {
		fmt.Fprintf(&s.b, ` text-anchor="%s"`, t.anchor)
	}
	s.paint("fill", t.ink)
	fmt.Fprintf(&s.b, ">%s</text>\n", escaped(t.text))
}

// Narrow returns the same chart drawn for the width of a phone.
func (c *Chart) Narrow() *Chart {
	if c == nil || c.narrow == nil {
		return c
	}
	return c.narrow
}

// PNG writes the chart as an image of two pixels for each of the SVG's. Letters that
// its font, Liberation Sans, does not have, such as Hangul, come out as boxes.
func (c *Chart) PNG(w io.Writer) error {
	if c == nil {
		return incomplete("chart", "")
	}
	s := &raster{vgimg.NewWith(vgimg.UseWH(vg.Length(c.width), vg.Length(c.height)), vgimg.UseDPI(pngDPI)), c.height}
	for _, m := range c.marks {
		m.draw(s)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, s.c.Image()); err != nil {
		return failed("chart", c.title, err)
	}
	_, err := w.Write(b.Bytes())
	return failed("chart", c.title, err)
}

// raster is a surface that draws pixels, by gonum's image canvas.
type raster struct {
	c      *vgimg.Canvas
	height float64
}

func (r *raster) at(p point) vg.Point {
	return vg.Point{X: vg.Length(p.x), Y: vg.Length(r.height - p.y)} // its origin is at the bottom
}

func (r *raster) path(p path) {
	var v vg.Path
	for i, at := range p.points {
		if i == 0 {
			v.Move(r.at(at))
		} else {
			v.Line(r.at(at))
		}
	}
	if p.closed {
		v.Close()
	}
	if p.fill.A > 0 {
		r.c.SetColor(p.fill)
		r.c.Fill(v)
	}
	if p.stroke.A > 0 {
		r.c.SetColor(p.stroke)
		r.c.SetLineWidth(vg.Length(p.width))
		var dash []vg.Length
		for _, d := range p.dash {
			dash = append(dash, vg.Length(d))
		}
		r.c.SetLineDash(dash, 0)
		r.c.Stroke(v)
	}
}

func (r *raster) dot(d dot) {
	var v vg.Path
	v.Move(r.at(point{d.at.x + d.radius, d.at.y}))
	v.Arc(r.at(d.at), vg.Length(d.radius), 0, 2*math.Pi)
	v.Close()
	r.c.SetColor(d.fill)
	r.c.Fill(v)
}

func (r *raster) text(t text) {
	at := t.at
	t.text = visible.Text(t.text)
	switch t.anchor {
	case middle:
		at.x -= width(t.text, t.size, t.bold) / 2
	case end:
		at.x -= width(t.text, t.size, t.bold)
	}
	r.c.SetColor(t.ink)
	r.c.FillString(face(t.size, t.bold), r.at(at), t.text)
}
