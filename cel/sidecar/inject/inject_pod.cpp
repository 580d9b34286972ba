// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/inject_pod.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cel/base/text.h"
#include "cel/hooks/volume_hooks.h"

namespace cel {
namespace {

const YamlNode* named(const YamlNode* list, std::string_view name) {
  if (list != nullptr && list->is_sequence()) {
    for (const YamlNode& each : list->items) {
      if (each.text_of("name") == name) {
        return &each;
      }
    }
  }
  return nullptr;
}

/// Returns the hooks of the languages; an error names the first that there is none for.
Result<std::vector<const HookVariable*>> hooks_of(const std::vector<std::string>& languages,
                                                  const PodParts& parts) {
  std::vector<const HookVariable*> chosen;
  std::string known;
  for (const HookVariable& hook : parts.hooks) {
    known += (known.empty() ? "" : ", ") + hook.language;
  }
  for (const std::string& each : languages) {
    const std::string_view language = trimmed(each);
    if (language.empty()) {
      continue;
    }
    const bool all = language == "all";
    const std::size_t before = chosen.size();
    for (const HookVariable& hook : parts.hooks) {
      if ((all || hook.language == language) &&
          std::find(chosen.begin(), chosen.end(), &hook) == chosen.end()) {
        chosen.push_back(&hook);
      }
    }
    const bool again = std::any_of(chosen.begin(), chosen.end(),
                                   [&](const HookVariable* hook) { return hook->language == language; });
    if (chosen.size() == before && !all && !again) {
      return Error{
          fmt::format("there is no hook for {}, but for {}", cel::quoted(one_line(language)), known)};
    }
  }
  return chosen;
}

void add_variable(YamlNode& env, const HookVariable& hook, std::string_view container, Injected& done) {
  YamlNode* held = nullptr;
  for (YamlNode& each : env.items) {
    if (each.text_of("name") == hook.name) {
      held = &each;  // of two of a name, the later one counts
    }
  }
  if (held == nullptr) {
    YamlNode added;
    added.kind = YamlNode::Kind::mapping;
    added.set("name", yaml_text(hook.name));
    added.set("value", yaml_text(hook.value));
    env.items.push_back(std::move(added));
  } else if (held->find("valueFrom") != nullptr) {
    done.kept.push_back(
        fmt::format("{} of the container {} comes from elsewhere (valueFrom): join {} to it there", hook.name,
                    one_line(container), hook.value));
  } else if (std::string value(held->text_of("value")); joined_value(hook, value) != value) {
    YamlNode joined = yaml_text(joined_value(hook, value));
    held->set("value", std::move(joined));
  }
}

Result<void> inject_container(YamlNode& container, const std::vector<const HookVariable*>& hooks,
                              const PodParts& parts, Injected& done) {
  const std::string name(container.text_of("name"));
  if (!container.make_lists({"volumeMounts", "env"})) {
    return Error{
        fmt::format("env and volumeMounts of the container {} must be lists", cel::quoted(one_line(name)))};
  }
  YamlNode* mounts = container.find("volumeMounts");
  YamlNode* env = container.find("env");
  const std::string_view folder = parts.mount.text_of("mountPath");
  for (const YamlNode& each : mounts->items) {
    if (each.text_of("mountPath") == folder && each.text_of("name") != parts.mount.text_of("name")) {
      return Error{
          fmt::format("the container {} has another volume at {}", cel::quoted(one_line(name)), folder)};
    }
  }
  if (named(mounts, parts.mount.text_of("name")) == nullptr) {
    mounts->items.push_back(parts.mount);
  }
  for (const HookVariable* hook : hooks) {
    add_variable(*env, *hook, name, done);
  }
  return {};
}

YamlNode sidecar_of(const YamlNode& spec, const PodParts& parts) {
  YamlNode sidecar = parts.container;
  const YamlNode* security = spec.find("securityContext");
  if (security != nullptr && security->text_of("runAsUser") == "0") {
    sidecar.find("securityContext")->set("runAsUser", parts.run_as_user);
  }
  return sidecar;
}

Result<void> inject_spec(YamlNode& spec, const std::vector<const HookVariable*>& hooks, const PodParts& parts,
                         Injected& done) {
  const std::string_view own = parts.container.text_of("name");
  const bool as_container = named(spec.find("containers"), own) != nullptr;
  const bool lists =
      as_container ? spec.make_lists({"volumes"}) : spec.make_lists({"volumes", "initContainers"});
  if (!lists) {
    return Error{"volumes and initContainers must be lists"};
  }
  // Two containers of old clusters, or an init container: whoever wrote them has the sidecar already.
  if (YamlNode* first = spec.find("initContainers"); !as_container && named(first, own) == nullptr) {
    first->items.insert(first->items.begin(), sidecar_of(spec, parts));
  }
  YamlNode* volumes = spec.find("volumes");
  if (const YamlNode* volume = named(volumes, parts.volume.text_of("name")); volume == nullptr) {
    volumes->items.push_back(parts.volume);
  } else if (volume->find("emptyDir") == nullptr) {
    return Error{fmt::format("it has another volume {}", parts.volume.text_of("name"))};
  }
  for (const char* list : {"initContainers", "containers"}) {
    YamlNode* containers = spec.find(list);
    for (std::size_t i = 0; containers != nullptr && i < containers->items.size(); ++i) {
      YamlNode& each = containers->items[i];
      if (each.is_mapping() && each.text_of("name") != own) {
        if (Result<void> injected = inject_container(each, hooks, parts, done); !injected) {
          return injected;
        }
      }
    }
  }
  return {};
}

bool is_system(std::string_view name) { return name.starts_with("kube-"); }

}  // namespace

Result<Injected> inject_pod(YamlNode& pod, std::string_view namespace_name, const PodParts& parts) {
  Injected done;
  YamlNode* spec = pod.find("spec");
  const YamlNode* metadata = pod.find("metadata");
  const YamlNode* annotations = metadata != nullptr ? metadata->find("annotations") : nullptr;
  const YamlNode* asked = annotations != nullptr ? annotations->find(kInjectAnnotation) : nullptr;
  if (spec == nullptr || !spec->is_mapping() || (asked == nullptr && parts.by_default.empty())) {
    return done;
  }
  const YamlNode* os = spec->find("os");
  if (os != nullptr && os->text_of("name") == "windows") {
    done.why = "it is for Windows";
  } else if (asked != nullptr && asked->text() == "false") {
    done.why = fmt::format("its annotation {} says so", kInjectAnnotation);
  } else if (asked == nullptr && is_system(namespace_name)) {
    done.why = fmt::format("its namespace is the system's; the annotation {} asks for it", kInjectAnnotation);
  } else if (asked == nullptr && spec->text_of("hostNetwork") == "true") {
    done.why = fmt::format("it is on the host's network; the annotation {} asks for it", kInjectAnnotation);
  }
  if (!done.why.empty()) {
    return done;
  }
  const auto names = asked != nullptr ? language_names(asked->text()) : parts.by_default;
  const Result<std::vector<const HookVariable*>> hooks = hooks_of(names, parts);
  if (!hooks) {
    return Error{hooks.error()};
  }
  if (hooks->empty()) {
    done.why = fmt::format("its annotation {} names no language", kInjectAnnotation);
    return done;
  }
  YamlNode changed = *spec;
  if (const Result<void> injected = inject_spec(changed, *hooks, parts, done); !injected) {
    done.why = injected.error();
    return done;
  }
  *spec = std::move(changed);
  for (const HookVariable* hook : *hooks) {
    done.languages.push_back(hook->language);
  }
  return done;
}

}  // namespace cel
