package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every kind of declaration, and of each what another package can see.
func TestDescribe(t *testing.T) {
	const source = `package p

const (
	One = iota + 1
	Two
	hidden
)
const Text Kind = "a\nb"

type Kind string
func (Kind) String() string { return "" }

type Number interface{ ~int | ~string }
type Open interface{ Read(p []byte) (n int, err error) }
type Closed interface { Open; private() }

type base struct { Promoted int; own int }
func (*base) Call(names ...string) {}
type Rec struct {
	base
	Kind
	Name string ` + "`json:\"name\"`" + `
	list []int
}
func (r Rec) Get() (a, b int) { return }
func (r *Rec) Set(Kind) {}
func (r Rec) hidden() {}

type Pair[K comparable, V any] struct { Key K; Value V }
func (p Pair[K, V]) Swap() Pair[K, V] { return p }
type Short = Pair[string, int]
type Fn func(x int) error

var Zero, other = Rec{}, 1
func New[N Number](n N, more ...Option) *Rec { return nil }
func private() {}
type Option func(*Rec)
`
	places := token.NewFileSet()
	file, err := parser.ParseFile(places, "p.go", source, 0)
	require.NoError(t, err)
	p, err := new(types.Config).Check("example.com/p", places, []*ast.File{file}, nil)
	require.NoError(t, err)
	assert.Equal(t, `type Closed interface
	Read(p []byte) (n int, err error)
	… and methods that are not exported, so no other package can implement it
type Fn func(x int) error
type Kind string
func (Kind) String() string
func New[N Number](n N, more ...Option) *Rec
type Number interface
	~int | ~string
const One untyped int = 1
type Open interface
	Read(p []byte) (n int, err error)
type Option func(*Rec)
type Pair[K comparable, V any] struct, not comparable
	Key K
	Value V
func (Pair) Swap() Pair[K, V]
type Rec struct, not comparable
	Promoted int
	embedded Kind
	Name string "json:\"name\""
func (*Rec) Call(names ...string)
func (Rec) Get() (a int, b int)
func (*Rec) Set(Kind)
func (Rec) String() string
type Short = Pair[string, int]
const Text Kind = "a\nb"
const Two untyped int = 2
var Zero Rec
`, describe(p))
}

// The files are of the packages that others can import, and an old file goes.
func TestFiles(t *testing.T) {
	t.Chdir("../..")
	dir := filepath.Join(t.TempDir(), "api")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "gone.txt"), nil, 0o644))
	require.NoError(t, run(dir))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	assert.Equal(t, []string{"burden.japan.txt", "burden.korea.txt", "burden.nato.txt", "burden.txt", "burden.un.txt", "scenario.display.txt", "scenario.document.txt", "scenario.policytest.txt", "scenario.txt"}, names)
	text, err := os.ReadFile(filepath.Join(dir, "burden.txt"))
	require.NoError(t, err)
	assert.Contains(t, string(text), "package burden\n\n")
	assert.Contains(t, string(text), "\nfunc (*Model) Project(from int, to int, lines ...Line) (*Projection, error)\n")
}
