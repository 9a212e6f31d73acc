package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"io"
	"log"
	"net/http"
	"net/url"

	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/report"
)

//go:embed explorer.css explorer.js icon.svg
var assets embed.FS

//go:embed page.gohtml
var pageText string

// site answers requests. It keeps nothing between them: all there is to know is in the
// address.
type site struct {
	studies []*study
	page    *template.Template
	log     *log.Logger
}

// newSite returns the handler of every address.
func newSite(l *log.Logger) (http.Handler, error) {
	list, err := studies()
	if err != nil {
		return nil, err
	}
	page, err := template.New("page").Funcs(visible.Funcs()).Parse(pageText)
	if err != nil {
		return nil, err
	}
	for _, t := range page.Templates() {
		visible.Template(t.Tree.Root)
	}
	s := &site{list, page, l}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.serve)
	mux.HandleFunc("GET /results.csv", s.download("text/csv; charset=utf-8", ".csv", func(w io.Writer, q *question) error {
		r, err := scenario.NewResults(q.scenarios()...)
		if err != nil {
			return err
		}
		return r.WriteCSV(w)
	}))
	mux.HandleFunc("GET /results.json", s.download("application/json", ".json", func(w io.Writer, q *question) error {
		r, err := scenario.NewResults(q.scenarios()...)
		if err != nil {
			return err
		}
		return r.WriteJSON(w)
	}))
	mux.HandleFunc("GET /workbook.xlsx", s.download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", func(w io.Writer, q *question) error {
		return report.Workbook{Title: q.study.Title, Scenarios: q.scenarios()}.XLSX(w)
	}))
	mux.HandleFunc("GET /explanation.json", s.explanation)
	for name, kind := range map[string]string{"explorer.css": "text/css; charset=utf-8", "explorer.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml"} {
		content, err := assets.ReadFile(name)
		if err != nil {
			return nil, err
		}
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
			s.answer(w, http.StatusOK, kind, content)
		})
	}
	return mux, nil
}

// ask reads the question of a request. A query that is none at all is answered here.
func (s *site) ask(w http.ResponseWriter, r *http.Request) (*question, bool) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		http.Error(w, "this query cannot be read", http.StatusBadRequest)
		return nil, false
	}
	return ask(s.studies, query), true
}

// serve answers with the page.
func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	q, ok := s.ask(w, r)
	if !ok {
		return
	}
	view, err := newView(s.studies, q)
	var b bytes.Buffer
	if err == nil {
		err = s.page.Execute(&b, view)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	status := http.StatusOK
	if q.faulty() {
		status = http.StatusUnprocessableEntity
	}
	s.answer(w, status, "text/html; charset=utf-8", b.Bytes())
}

// download answers with a file of what the page shows, whole or not at all.
func (s *site) download(kind, suffix string, write func(io.Writer, *question) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, ok := s.ask(w, r)
		if !ok || s.refused(w, q) {
			return
		}
		var b bytes.Buffer
		if err := write(&b, q); err != nil {
			s.fail(w, r, err)
			return
		}
		s.attach(w, q.study.Key+suffix, kind, b.Bytes())
	}
}

// explanation answers with the explanation asked for, as data.
func (s *site) explanation(w http.ResponseWriter, r *http.Request) {
	q, ok := s.ask(w, r)
	if !ok || s.refused(w, q) {
		return
	}
	if q.explain == nil {
		http.Error(w, "explain=line@year says which number", http.StatusUnprocessableEntity)
		return
	}
	x, err := q.explanation(q.explain)
	var b []byte
	if err == nil {
		b, err = json.Marshal(x)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.attach(w, q.study.Key+"-explanation.json", "application/json", b)
}

// refused answers a question that is faulty with its faults, a line each.
func (s *site) refused(w http.ResponseWriter, q *question) bool {
	if !q.faulty() {
		return false
	}
	var b bytes.Buffer
	for _, f := range q.fields {
		if f.fault != "" {
			b.WriteString(f.Key + ": " + f.fault + "\n")
		}
	}
	for _, f := range q.faults {
		b.WriteString(f + "\n")
	}
	s.answer(w, http.StatusUnprocessableEntity, "text/plain; charset=utf-8", b.Bytes())
	return true
}

func (s *site) attach(w http.ResponseWriter, name, kind string, content []byte) {
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	s.answer(w, http.StatusOK, kind, content)
}

func (s *site) answer(w http.ResponseWriter, status int, kind string, content []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(content) // whoever asked has gone
}

// fail answers with what the site could not do. What the library refuses is told; it
// holds nothing that the asker does not know.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.log.Printf("%s: %s", visible.Text(r.URL.Path), visible.Text(err.Error()))
	http.Error(w, visible.Text(err.Error()), http.StatusInternalServerError)
}
