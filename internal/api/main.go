// Api writes the exported API of the library's packages as text, one file a package, so
// that a change of the API is a change of lines that a reviewer reads.
//
//	go run ./internal/api DIR
//
// The packages are those of the root module that others can import: under burden and
// scenario, without internal ones. The commands .ci/accept-api and .ci/run api use it.
package main

import (
	"bytes"
	"fmt"
	"go/importer"
	"go/token"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: go run ./internal/api DIR")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// run writes the files and removes those of packages that there are no more.
func run(dir string) error {
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.Export}} {{.DepOnly}} {{.ImportPath}} {{with .Module}}{{.Path}}{{end}}", "./burden/...", "./scenario/...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	exports := map[string]string{}
	var packages []string
	module := ""
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		exports[f[2]] = f[0]
		if f[1] == "false" && !strings.Contains(f[2]+"/", "/internal/") {
			packages, module = append(packages, f[2]), f[3]
		}
	}
	imports := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	old, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return err
	}
	for _, file := range old {
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	for _, path := range packages {
		p, err := imports.Import(path)
		if err != nil {
			return err
		}
		name := strings.ReplaceAll(strings.TrimPrefix(path, module+"/"), "/", ".")
		var text bytes.Buffer
		fmt.Fprintf(&text, "package %s\n\n%s", p.Name(), describe(p))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), text.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
