module example.com/printers

go 1.26.0

require github.com/gen-go/gen v0.0.0

replace github.com/gen-go/gen => ../..
