package templates

import "github.com/gen-go/gen/generator/layer"

var deploys = []layer.Layer{
	{Category: "deploy", Name: "kubernetes", Dir: "deploy/kubernetes", Summary: "manifests for Kubernetes, with Kustomize"},
}
