package main

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Limits of a request. The page needs far less of each.
const (
	maxQuery  = 2048     // bytes
	maxHeader = 16 << 10 // bytes, with the request line
	maxAtOnce = 8        // requests worked on at a time

	readTime  = 5 * time.Second
	workTime  = 10 * time.Second
	writeTime = 20 * time.Second // workTime included
	idleTime  = time.Minute
)

// address checks where to listen: a loopback address, unless the page is to be public.
func address(listen string, public bool) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", fmt.Errorf("listen on %q: %w", listen, err)
	}
	if host == "localhost" { // a name may mean anything
		host = "127.0.0.1"
	}
	ip, err := netip.ParseAddr(host)
	if !public && (err != nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("listen on %q: not a loopback address; with -public others can reach the page", listen)
	}
	return net.JoinHostPort(host, port), nil
}

// hosts are the names under which a page on loopback may be asked for. Any other means
// that a name from elsewhere was made to point here, and its page would read ours.
func hosts(at net.Addr) map[string]bool {
	own, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil
	}
	names := map[string]bool{}
	for _, host := range []string{own, "127.0.0.1", "localhost", "::1"} {
		names[net.JoinHostPort(host, port)] = true
		if port == "80" { // which browsers leave out
			names[host] = true
		}
	}
	return names
}

// guarded wraps a handler in the limits and the headers that every answer has. Without
// hosts any will do.
func guarded(h http.Handler, hosts map[string]bool) http.Handler {
	free := make(chan struct{}, maxAtOnce)
	limited := http.TimeoutHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case free <- struct{}{}:
			defer func() { <-free }()
			h.ServeHTTP(w, r)
		case <-r.Context().Done(): // the timeout's answer is on its way
		}
	}), workTime, "this took too long\n")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, header := range [...][2]string{
			{"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
			{"X-Content-Type-Options", "nosniff"},
			{"X-Frame-Options", "DENY"},
			{"Referrer-Policy", "no-referrer"},
			{"Cross-Origin-Opener-Policy", "same-origin"},
			{"Cross-Origin-Resource-Policy", "same-origin"},
			{"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
			{"Cache-Control", "no-store"},
		} {
			w.Header().Set(header[0], header[1])
		}
		switch {
		case hosts != nil && !hosts[r.Host]:
			http.Error(w, "no page of that name is served here", http.StatusMisdirectedRequest)
		case len(r.URL.RawQuery) > maxQuery:
			http.Error(w, fmt.Sprintf("the query is longer than %d bytes", maxQuery), http.StatusRequestURITooLong)
		case r.ContentLength != 0:
			w.Header().Set("Connection", "close") // so that nobody reads the rest
			http.Error(w, "no request here has a body", http.StatusRequestEntityTooLarge)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, 0)
			limited.ServeHTTP(w, r)
		}
	})
}

// newServer returns a server that waits for nobody for long.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: readTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader,
	}
}
