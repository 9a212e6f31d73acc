// Explorer: what if, asked of the Korean agreements on a page of one's own.
//
// It serves a page on this machine alone. Two questions: the contribution until 2030
// under the twelfth agreement, and the talks of 2019 to 2021, had they met elsewhere.
// Figures are fields; tables, charts and explanations follow. Every number is a link to
// why it is what it is, and the address says all there is to know, so that it can be
// passed on.
//
//	go run . -listen 127.0.0.1:8080
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8080", "address to serve the page at; port 0 is any")
	public := flag.Bool("public", false, "serve others too: without encryption or passwords")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *listen, *public); err != nil {
		log.Fatal(err)
	}
}

// run serves the page until the context ends.
func run(ctx context.Context, w io.Writer, listen string, public bool) error {
	at, err := address(listen, public)
	if err != nil {
		return err
	}
	site, err := newSite(log.Default())
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", at)
	if err != nil {
		return err
	}
	names := hosts(l.Addr())
	if public {
		names = nil
	}
	fmt.Fprintf(w, "http://%s/\n", l.Addr())
	server := newServer(guarded(site, names))
	ended := context.AfterFunc(ctx, func() { _ = server.Close() }) // no request is worth waiting for
	defer ended()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
