// Manifests checks manifests for Kubernetes: each argument is a directory with a
// kustomization. It builds them with the library of Kustomize, decodes them
// strictly into the types of the API, scores them with kube-score, evaluates every
// pod against the restricted Pod Security Standard, and compares the grace period
// of a pod with the shutdown timeout. It is a module of its own because nothing but
// a test needs these libraries.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	monitoringv1 "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"github.com/zegl/kube-score/config"
	"github.com/zegl/kube-score/domain"
	"github.com/zegl/kube-score/parser"
	"github.com/zegl/kube-score/score"
	"github.com/zegl/kube-score/score/checks"
	"github.com/zegl/kube-score/scorecard"
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	failed := false
	for _, dir := range os.Args[1:] {
		if err := check(dir); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", dir, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func check(dir string) error {
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), dir)
	if err != nil {
		return fmt.Errorf("build: %w", err)
	}
	var objects []runtime.Object
	for _, resource := range built.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			return err
		}
		object, err := decode(text)
		if err != nil {
			return fmt.Errorf("decode %s: %w", resource.CurId(), err)
		}
		objects = append(objects, object)
	}
	all, err := built.AsYaml()
	if err != nil {
		return err
	}
	return errors.Join(scored(dir, all), secured(objects), graceful(objects))
}

// decode decodes an object, and refuses fields that its type does not have.
func decode(text []byte) (runtime.Object, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, autoscalingv2.AddToScheme, batchv1.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme,
		monitoringv1.AddToScheme,
	} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Yaml: true, Strict: true})
	object, _, err := strict.Decode(text, nil, nil)
	return object, err
}

// named is a manifest for kube-score.
type named struct {
	*bytes.Reader
	name string
}

func (n named) Name() string { return n.name }

// scored returns what kube-score finds critical.
func scored(name string, manifests []byte) error {
	cfg := &config.RunConfiguration{KubernetesVersion: config.Semver{Major: 1, Minor: 34}, MinReplicasDeployment: 2, MinReplicasHPA: 2}
	p, err := parser.New(&parser.Config{})
	if err != nil {
		return err
	}
	parsed, err := p.ParseFiles([]domain.NamedReader{named{bytes.NewReader(manifests), name}})
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	card, err := score.Score(parsed, score.RegisterAllChecks(parsed, &checks.Config{}, cfg), cfg)
	if err != nil {
		return fmt.Errorf("score: %w", err)
	}
	var problems []error
	for _, object := range *card {
		for _, c := range object.Checks {
			if c.Grade <= scorecard.GradeCritical && !c.Skipped {
				problems = append(problems, fmt.Errorf("%s: %s: %+v", object.HumanFriendlyRef(), c.Check.Name, c.Comments))
			}
		}
	}
	return errors.Join(problems...)
}

// pods returns the templates of the pods of the objects.
func pods(objects []runtime.Object) []corev1.PodTemplateSpec {
	var templates []corev1.PodTemplateSpec
	for _, object := range objects {
		switch o := object.(type) {
		case *appsv1.Deployment:
			templates = append(templates, o.Spec.Template)
		case *appsv1.StatefulSet:
			templates = append(templates, o.Spec.Template)
		case *batchv1.Job:
			templates = append(templates, o.Spec.Template)
		case *batchv1.CronJob:
			templates = append(templates, o.Spec.JobTemplate.Spec.Template)
		}
	}
	return templates
}

// secured returns what the restricted Pod Security Standard forbids.
func secured(objects []runtime.Object) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks())
	if err != nil {
		return err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	templates := pods(objects)
	if len(templates) == 0 {
		return errors.New("no pods")
	}
	var problems []error
	for _, pod := range templates {
		for _, result := range evaluator.EvaluatePod(restricted, &pod.ObjectMeta, &pod.Spec) {
			if !result.Allowed {
				problems = append(problems, fmt.Errorf("%s: %s", result.ForbiddenReason, result.ForbiddenDetail))
			}
		}
		if mount := pod.Spec.AutomountServiceAccountToken; mount == nil || *mount {
			problems = append(problems, errors.New("a pod has the token of its service account"))
		}
	}
	return errors.Join(problems...)
}

// graceful returns an error if a server may be killed before its shutdown times out.
func graceful(objects []runtime.Object) error {
	i := slices.IndexFunc(objects, func(o runtime.Object) bool { _, ok := o.(*corev1.ConfigMap); return ok })
	if i < 0 {
		return errors.New("no ConfigMap")
	}
	timeout, err := time.ParseDuration(objects[i].(*corev1.ConfigMap).Data["SHUTDOWN_TIMEOUT"])
	if err != nil {
		return fmt.Errorf("SHUTDOWN_TIMEOUT: %w", err)
	}
	servers := 0
	for _, pod := range pods(objects) {
		if pod.Labels["app.kubernetes.io/component"] != "server" {
			continue
		}
		servers++
		if grace := pod.Spec.TerminationGracePeriodSeconds; grace == nil || time.Duration(*grace)*time.Second <= timeout {
			return fmt.Errorf("the grace period is not longer than SHUTDOWN_TIMEOUT, %v", timeout)
		}
	}
	if servers != 1 {
		return fmt.Errorf("%d workloads have servers, want 1", servers)
	}
	return nil
}
