{{- /* SPDX-License-Identifier: Apache-2.0

  cel.initContainers, cel.containers, cel.volumes, cel.env and cel.volumeMounts are what has to be in the
  lists of these names: the first three in the pod, cel.containers before its other containers, the last two
  in each container that shall report. Each is empty where the way in needs nothing there. */ -}}

{{- define "cel.initContainers" -}}
{{- if eq .Values.cel.way "native-sidecar" }}
{{- include "cel.container" . }}
  args: [serve, --install, /cel]
  restartPolicy: Always
  startupProbe:
    exec:
      command: [/cel-sidecar, ready, /cel]
    periodSeconds: 1
    failureThreshold: 60
{{- else if eq .Values.cel.way "init-container" }}
{{- include "cel.container" . }}
  args: [install, /cel]
{{- else if not (has .Values.cel.way (list "image-volume" "two-containers")) }}
{{- $ways := "native-sidecar, init-container, image-volume or two-containers" }}
{{- fail (printf "cel.way is %q: %s" .Values.cel.way $ways) }}
{{- end }}
{{- end }}

{{- define "cel.containers" -}}
{{- if eq .Values.cel.way "two-containers" }}
{{- include "cel.container" . }}
  args: [serve, --install, /cel]
  lifecycle:
    postStart:
      exec:
        command: [/cel-sidecar, install, /cel]
{{- end }}
{{- end }}

{{- define "cel.container" -}}
- name: cel
  image: {{ include "cel.image" . }}
  securityContext:
    allowPrivilegeEscalation: false
    readOnlyRootFilesystem: true
    capabilities:
      drop: [ALL]
  resources:
    {{- toYaml .Values.cel.resources | nindent 4 }}
  volumeMounts:
    - name: cel
      mountPath: /cel
{{- end }}

{{- define "cel.image" -}}
{{ .Values.cel.image.repository }}:{{ .Values.cel.image.tag }}
{{- end }}

{{- define "cel.volumes" -}}
- name: cel
{{- if eq .Values.cel.way "image-volume" }}
  image:
    reference: {{ include "cel.image" . }}
{{- else }}
  emptyDir:
    sizeLimit: 32Mi
{{- end }}
{{- end }}

{{- /* hooks/<language>/environment, for a volume at /cel. */ -}}
{{- define "cel.languages" -}}
java: {variable: JAVA_TOOL_OPTIONS, value: "-javaagent:/cel/java/cel.jar", join: after with space}
node: {variable: NODE_OPTIONS, value: --require=/cel/node/cel.js, join: before with space}
perl: {variable: PERL5OPT, value: '-M5;BEGIN{do"/cel/perl/cel.pl"}', join: before with space}
php: {variable: PHP_INI_SCAN_DIR, value: ":/../../../../../../../../../../cel/php", join: after with nothing}
python: {variable: PYTHONPATH, value: /cel, join: before with colon}
ruby: {variable: RUBYOPT, value: -r/cel/ruby/cel.rb, join: before with space}
{{- end }}

{{- define "cel.env" -}}
{{- $languages := include "cel.languages" . | fromYaml }}
{{- range $language := .Values.cel.hooks }}
{{- $hook := get $languages $language }}
{{- if not $hook }}
{{- fail (printf "cel.hooks names %q: there are %s" $language (keys $languages | sortAlpha | join ", ")) }}
{{- end }}
{{- $value := $hook.value }}
{{- with get $.Values.cel.held $language }}
{{- $words := splitList " " $hook.join }}
{{- $separator := get (dict "colon" ":" "space" " " "nothing" "") (last $words) }}
{{- $parts := ternary (list $hook.value .) (list . $hook.value) (eq (first $words) "before") }}
{{- $value = join $separator $parts }}
{{- end }}
- name: {{ $hook.variable }}
  value: {{ $value }}
{{ end }}
{{- end }}

{{- define "cel.volumeMounts" -}}
- name: cel
  mountPath: /cel
{{- if eq .Values.cel.way "image-volume" }}
  subPath: volume
{{- end }}
  readOnly: true
{{- end }}
