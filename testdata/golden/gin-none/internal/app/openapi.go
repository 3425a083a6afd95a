package app

import (
	"io"

	"github.com/acme/empty/v2/docs"
	"github.com/acme/empty/v2/internal/openapi31"
)

// writeOpenAPI writes the API document of the program as OpenAPI 3.1.
func writeOpenAPI(out io.Writer) error {
	document, err := openapi31.FromSwagger([]byte(docs.SwaggerInfo.ReadDoc()))
	if err != nil {
		return err
	}
	_, err = out.Write(document)
	return err
}
