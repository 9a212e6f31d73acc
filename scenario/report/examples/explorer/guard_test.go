package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct {
		listen string
		public bool
		want   string // empty if refused
	}{
		{"127.0.0.1:8080", false, "127.0.0.1:8080"},
		{"127.8.9.1:0", false, "127.8.9.1:0"},
		{"[::1]:8080", false, "[::1]:8080"},
		{"localhost:8080", false, "127.0.0.1:8080"},
		{":8080", false, ""},
		{"0.0.0.0:8080", false, ""},
		{"[::]:8080", false, ""},
		{"192.168.0.2:8080", false, ""},
		{"example.com:8080", false, ""},
		{"[::ffff:10.0.0.1]:8080", false, ""},
		{"127.0.0.1", false, ""},
		{"0.0.0.0:8080", true, "0.0.0.0:8080"},
		{":8080", true, ":8080"},
	} {
		got, err := address(c.listen, c.public)
		assert.Equal(t, c.want, got, c.listen)
		assert.Equal(t, c.want == "", err != nil, c.listen)
	}
	assert.Error(t, run(t.Context(), io.Discard, "0.0.0.0:0", false))
}

// TestRun asks the program itself.
func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, w, "localhost:0", false) }()
	line := make([]byte, 64)
	n, err := r.Read(line)
	require.NoError(t, err)
	status, _, body := get(t, strings.TrimSpace(string(line[:n])))
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, "What will Seoul pay until 2030?")
	stop()
	assert.NoError(t, <-ended)
}

func TestHosts(t *testing.T) {
	at := serve(t)
	u, err := url.Parse(at)
	require.NoError(t, err)
	for host, want := range map[string]int{
		u.Host: http.StatusOK, "localhost:" + u.Port(): http.StatusOK, "[::1]:" + u.Port(): http.StatusOK,
		"rebound.example.com": http.StatusMisdirectedRequest, "rebound.example.com:" + u.Port(): http.StatusMisdirectedRequest,
		"127.0.0.1": http.StatusMisdirectedRequest, "localhost:1": http.StatusMisdirectedRequest, "localhost.:" + u.Port(): http.StatusMisdirectedRequest,
	} {
		for _, path := range []string{"/", "/results.csv", "/explorer.js"} {
			r, err := http.NewRequest(http.MethodGet, at+path, nil)
			require.NoError(t, err)
			r.Host = host
			a, err := http.DefaultClient.Do(r)
			require.NoError(t, err)
			assert.Equal(t, want, a.StatusCode, host+path)
			a.Body.Close()
		}
	}
	assert.True(t, hosts(&net.TCPAddr{IP: net.IPv4(127, 8, 9, 1), Port: 8080})["127.8.9.1:8080"])
	assert.True(t, hosts(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80})["localhost"], "browsers leave the port 80 out")
}

func TestRefusals(t *testing.T) {
	at := serve(t)
	huge := strings.Repeat("x", 1<<20)
	for _, c := range []struct {
		name, method, path string
		body               io.Reader
		header             string
		want               int
	}{
		{"post", http.MethodPost, "/", nil, "", http.StatusMethodNotAllowed},
		{"delete", http.MethodDelete, "/results.csv", nil, "", http.StatusMethodNotAllowed},
		{"options", http.MethodOptions, "/", nil, "", http.StatusMethodNotAllowed},
		{"head", http.MethodHead, "/", nil, "", http.StatusOK},
		{"elsewhere", http.MethodGet, "/admin", nil, "", http.StatusNotFound},
		{"outside", http.MethodGet, "/%2e%2e/go.mod", nil, "", http.StatusNotFound},
		{"source", http.MethodGet, "/page.gohtml", nil, "", http.StatusNotFound},
		{"body", http.MethodPost, "/", strings.NewReader(huge), "", http.StatusRequestEntityTooLarge},
		{"body of unknown length", http.MethodGet, "/", io.MultiReader(strings.NewReader("x")), "", http.StatusRequestEntityTooLarge},
		{"query", http.MethodGet, "/?troops=" + strings.Repeat("1", maxQuery), nil, "", http.StatusRequestURITooLong},
		{"path", http.MethodGet, "/?troops=" + huge, nil, "", http.StatusRequestHeaderFieldsTooLarge},
		{"header", http.MethodGet, "/", nil, huge[:maxHeader*2], http.StatusRequestHeaderFieldsTooLarge},
		{"escape", http.MethodGet, "/?troops=%zz", nil, "", http.StatusBadRequest},
		{"semicolon", http.MethodGet, "/?troops=1;ceiling=2", nil, "", http.StatusBadRequest},
		{"many fields", http.MethodGet, "/?" + strings.Repeat("a&", 1000), nil, "", http.StatusUnprocessableEntity},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequest(c.method, at+c.path, c.body)
			require.NoError(t, err)
			if c.header != "" {
				r.Header.Set("X-Huge", c.header)
			}
			a, err := http.DefaultClient.Do(r)
			if c.body != nil && err != nil {
				t.Skip("the server closed the connection before all of the body was sent")
			}
			require.NoError(t, err)
			defer a.Body.Close()
			assert.Equal(t, c.want, a.StatusCode)
			b, err := io.ReadAll(io.LimitReader(a.Body, 1<<20))
			assert.NoError(t, err)
			assert.Less(t, len(b), 200_000)
		})
	}
}

func TestHeaders(t *testing.T) {
	at := serve(t)
	for _, path := range []string{"/", "/?troops=x", "/results.csv", "/explorer.css", "/explorer.js", "/icon.svg", "/nowhere"} {
		_, header, _ := get(t, at+path)
		policy := header.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'none'; script-src 'self'; style-src 'self'", path)
		assert.NotContains(t, policy, "unsafe", path)
		assert.Equal(t, "nosniff", header.Get("X-Content-Type-Options"), path)
		assert.Equal(t, "DENY", header.Get("X-Frame-Options"), path)
		assert.Equal(t, "no-referrer", header.Get("Referrer-Policy"), path)
		assert.Equal(t, "same-origin", header.Get("Cross-Origin-Resource-Policy"), path)
		assert.Empty(t, header.Get("Access-Control-Allow-Origin"), path)
	}
}

func TestTimes(t *testing.T) {
	s := newServer(http.NotFoundHandler())
	assert.Positive(t, s.ReadHeaderTimeout)
	assert.Positive(t, s.ReadTimeout)
	assert.Positive(t, s.IdleTimeout)
	assert.Greater(t, s.WriteTimeout, workTime, "or the answer that it took too long could not be sent")

	// A handler that never ends, and more requests than are worked on at a time.
	synctest.Test(t, func(t *testing.T) {
		stuck := guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }), nil)
		answers := make(chan *httptest.ResponseRecorder)
		for range maxAtOnce * 2 {
			go func() {
				w := httptest.NewRecorder()
				stuck.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
				answers <- w
			}()
		}
		for range maxAtOnce * 2 {
			w := <-answers
			assert.Equal(t, http.StatusServiceUnavailable, w.Code)
			assert.Equal(t, "this took too long\n", w.Body.String())
		}
	})
}

// broken is a writer whose other end is gone.
type broken struct{ http.ResponseWriter }

func (broken) Write([]byte) (int, error) { return 0, errors.New("gone") }

func TestGone(t *testing.T) {
	site, err := newSite(nil)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	site.ServeHTTP(broken{w}, httptest.NewRequest(http.MethodGet, "/", nil))
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, 0, bytes.Compare(w.Body.Bytes(), nil))
}
