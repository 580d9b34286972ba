// SPDX-License-Identifier: Apache-2.0

// check says what a Kubernetes API server would say of Deployments: their fields, unknown ones included, by its
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
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/api/pod"
	internal "k8s.io/kubernetes/pkg/apis/apps"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/apps/validation"
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
	deployment := decoded.(*internal.Deployment)
	deployment.Namespace = "default" // kubectl's
	template := &deployment.Spec.Template
	options := pod.GetValidationOptionsFromPodTemplate(template, nil)
	var objections []string
	for _, objection := range validation.ValidateDeployment(deployment, options) {
		objections = append(objections, objection.Error())
	}
	path := field.NewPath("spec", "template")
	return append(objections, pod.GetWarningsForPodTemplate(context.Background(), path, template, nil)...), nil
}

// restricted gives what the profile forbids.
func restricted(deployment *apps.Deployment) ([]string, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}
	template := &deployment.Spec.Template
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
	deployment, ok := decoded.(*apps.Deployment)
	if !ok {
		return nil, fmt.Errorf("%s is not a Deployment", kind)
	}
	ofFields, err := fields(text)
	if err != nil {
		return nil, err
	}
	ofProfile, err := restricted(deployment)
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
