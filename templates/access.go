package templates

import "github.com/gen-go/gen/generator/layer"

var accesses = []layer.Layer{
	{
		Category: "access", Name: "sql", Dir: "access/sql",
		Summary: "database/sql with handwritten SQL",
	},
	{
		Category: "access", Name: "sqlx", Dir: "access/sqlx",
		Summary: "sqlx: handwritten SQL, scanned into structs",
	},
	{
		Category: "access", Name: "gorm", Dir: "access/gorm",
		Summary: "GORM, the most popular ORM",
	},
}
