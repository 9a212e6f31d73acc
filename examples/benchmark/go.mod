module example.com/burdenshare/examples/benchmark

go 1.26

require (
	example.com/burdenshare v0.0.0
	github.com/cockroachdb/apd/v3 v3.2.3
	github.com/shopspring/decimal v1.6.0
	github.com/stretchr/testify v1.12.1
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace example.com/burdenshare => ../..
