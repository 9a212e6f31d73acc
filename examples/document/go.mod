module example.com/burdenshare/examples/document

go 1.26

require (
	example.com/burdenshare v0.0.0
	github.com/pelletier/go-toml/v2 v2.4.3
	github.com/stretchr/testify v1.12.1
)

require (
	github.com/shopspring/decimal v1.6.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
)

replace example.com/burdenshare => ../..
