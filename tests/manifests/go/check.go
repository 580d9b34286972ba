// SPDX-License-Identifier: Apache-2.0

// check says what a Kubernetes API server would say of Deployments and DaemonSets: their fields, unknown ones included, by its
// own validation; its warnings; and what the restricted pod security profile forbids, by the admission
// controller's own checks. It reads YAML from stdin, prints a line for each objection, and exits 1 if there are any.
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/api/pod"
	internal "k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/apps/validation"
	"k8s.io/kubernetes/pkg/apis/core"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

var codecs = serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)

// fields gives the API server's errors and warnings; it needs the object as the server's own types have it.
func fields(text []byte) ([]string, error) {
	decoded, _, err := codecs.UniversalDecoder(internal.SchemeGroupVersion).Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	var template *core.PodTemplateSpec
	var found field.ErrorList
	switch object := decoded.(type) {
	case *internal.Deployment:
		object.Namespace = "default" // kubectl's
		template = &object.Spec.Template
		found = validation.ValidateDeployment(object, pod.GetValidationOptionsFromPodTemplate(template, nil))
	case *internal.DaemonSet:
		object.Namespace = "default"
		template = &object.Spec.Template
		found = validation.ValidateDaemonSet(object, pod.GetValidationOptionsFromPodTemplate(template, nil))
	}
	var objections []string
	for _, objection := range found {
		objections = append(objections, objection.Error())
	}
	path := field.NewPath("spec", "template")
	return append(objections, pod.GetWarningsForPodTemplate(context.Background(), path, template, nil)...), nil
}

// restricted gives what the profile forbids.
func restricted(template *v1.PodTemplateSpec) ([]string, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}
	profile := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	var objections []string
	for _, result := range evaluator.EvaluatePod(profile, &template.ObjectMeta, &template.Spec) {
		if !result.Allowed {
			objections = append(objections, "restricted: "+result.ForbiddenReason+": "+result.ForbiddenDetail)
		}
	}
	return objections, nil
}

func check(text []byte) ([]string, error) {
	decoded, kind, err := codecs.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return nil, err
	}
	var template *v1.PodTemplateSpec
	switch object := decoded.(type) {
	case *apps.Deployment:
		template = &object.Spec.Template
	case *apps.DaemonSet:
		template = &object.Spec.Template
	default:
		return nil, fmt.Errorf("%s is neither a Deployment nor a DaemonSet", kind)
	}
	ofFields, err := fields(text)
	if err != nil {
		return nil, err
	}
	ofProfile, err := restricted(template)
	return append(ofFields, ofProfile...), err
}

func main() {
	documents := yaml.NewYAMLReader(bufio.NewReader(os.Stdin))
	checked, objected := 0, false
	for {
		text, err := documents.Read()
		if err == io.EOF {
			break
		}
		var objections []string
		if err == nil {
			objections, err = check(text)
		}
		if err != nil {
			objections = append(objections, err.Error())
		}
		for _, objection := range objections {
			objected = true
			fmt.Println(objection)
		}
		checked++
	}
	if checked == 0 {
		fmt.Println("there is nothing to check")
	}
	if objected || checked == 0 {
		os.Exit(1)
	}
}
