// SPDX-License-Identifier: Apache-2.0
//
// cel-sidecar: installs the hooks in a shared volume, and relays reports from there into its own log.

#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <string>

#include "cel/hooks/volume_hooks.h"
#include "cel/sidecar/check/check.h"
#include "cel/sidecar/inject/inject_command.h"
#include "cel/sidecar/install.h"
#include "cel/sidecar/print.h"
#include "cel/sidecar/ready.h"
#include "cel/sidecar/say.h"
#include "cel/sidecar/serve.h"

namespace cel {
namespace {

enum SidecarStatus { kDone = 0, kUsage = 1, kNotReady = 1, kNotInstalled = 2, kNotRelayed = 3 };

const std::map<std::string, Audience> kAudiences = {
    {"env", Audience::env}, {"docker", Audience::docker}, {"kubernetes", Audience::kubernetes}};

struct SidecarOptions {
  std::string volume;
  std::string payload;
  std::optional<Audience> print;
  std::string hooks;      // languages, separated by commas; empty: all
  bool installs = false;  // whether `serve` installs first
};

int fail(SidecarStatus status, const std::string& sentence) {
  say(sentence);
  return status;
}

/// Raises the limit of descriptors, since each client and each file that is written takes one. The usual
/// limit is for programs that use select(2).
void allow_many_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

Result<std::string> install_into(const Volume& volume, const std::string& payload) {
  const Result<Installed> installed = install(volume, payload.empty() ? default_payload() : payload);
  if (!installed) {
    return Error{installed.error()};
  }
  if (installed->written + installed->removed == 0) {
    return fmt::format("{} holds version " CEL_VERSION ": nothing to do", volume.path());
  }
  return fmt::format("{} holds version " CEL_VERSION " now: {} of {} files written, {} old ones removed",
                     volume.path(), installed->written, installed->files, installed->removed);
}

int run_install(const SidecarOptions& options) {
  const std::string payload = options.payload.empty() ? default_payload() : options.payload;
  const auto hooks = options.print ? hook_variables(payload, options.volume, language_names(options.hooks))
                                   : std::vector<HookVariable>();
  if (!hooks) {
    return fail(kUsage, hooks.error());
  }
  Result<Volume> volume = Volume::open(options.volume);
  if (!volume) {
    return fail(kNotInstalled, volume.error());
  }
  const Result<std::string> installed = install_into(*volume, payload);
  if (!installed) {
    return fail(kNotInstalled, installed.error());
  }
  if (const Result<Fd> run = volume->open_run(); !run) {
    return fail(kNotInstalled, run.error());
  }
  if (const Result<void> marked = mark_ready(*volume); !marked) {
    return fail(kNotInstalled, marked.error());
  }
  say(*installed);
  if (options.print) {
    fmt::print("{}", container_settings(*options.print, options.volume, *hooks));
  }
  return std::fflush(stdout) == 0 ? kDone : kNotInstalled;
}

int run_serve(const SidecarOptions& options) {
  const Result<Fd> signals = take_ending_signals();
  (void)std::signal(SIGPIPE, SIG_IGN);
  Result<Volume> volume = Volume::open(options.volume);
  if (!volume) {
    return fail(kNotInstalled, volume.error());
  }
  if (options.installs) {
    const Result<std::string> installed = install_into(*volume, options.payload);
    if (!installed) {
      return fail(kNotInstalled, installed.error());
    }
    say(*installed);
  }
  if (!signals) {
    return fail(kNotRelayed, signals.error());
  }
  const Result<void> served = serve(*volume, *signals);
  return served ? kDone : fail(kNotRelayed, served.error());
}

int run_ready(const SidecarOptions& options) {
  const Result<Volume> volume = Volume::open(options.volume);
  const Result<void> ready = volume ? check_ready(*volume) : Error{volume.error()};
  if (!ready) {
    return fail(kNotReady, "not ready: " + ready.error());
  }
  fmt::print("{} is ready\n", options.volume);
  return kDone;
}

int run_check(const Checks& checks) {
  (void)std::signal(SIGPIPE, SIG_IGN);
  const Result<void> held = check(checks);
  return held ? kDone : fail(kNotReady, held.error());
}

int run(int argc, char** argv) {
  allow_many_descriptors();
  SidecarOptions options;
  CLI::App app(
      "Installs hooks for programs in containers whose images stay as they are into a shared volume,\n"
      "and relays the reports of programs that cannot reach their own container's log into its own.");
  app.name("cel-sidecar");
  app.footer("Exit status: 0 done; 1 usage, or not ready; 2 the volume cannot be written; 3 cannot relay.");
  app.set_version_flag("-V,--version", "cel-sidecar " CEL_VERSION);
  app.require_subcommand(1);

  CLI::App* install = app.add_subcommand("install", "Install hooks and programs in the volume DIR");
  install->add_option("DIR", options.volume, "the volume")->required();
  CLI::Option* print =
      install->add_option("--print", options.print, "print the settings of the program's container")
          ->transform(CLI::CheckedTransformer(kAudiences).description("env|docker|kubernetes"));
  install->add_option("--hooks", options.hooks, "only for these languages, such as node,python")
      ->needs(print);
  install->add_option("--payload", options.payload,
                      "the folder to copy (default: `volume` beside this program)");

  CLI::App* serve = app.add_subcommand("serve", "Relay reports to standard output until SIGTERM");
  CLI::Option* place = serve->add_option("DIR", options.volume, "the volume, which is not changed");
  CLI::Option* first =
      serve->add_option("--install", options.volume, "the volume, in which to install first");
  first->excludes(place);
  serve->add_option("--payload", options.payload, "as for install")->needs(first);

  CLI::App* ready = app.add_subcommand("ready", "Probe: exit with 0 once programs may start");
  ready->add_option("DIR", options.volume, "the volume")->required();

  Checks checks;
  CLI::App* probe = app.add_subcommand("check", "Probe: exit with 0 if all that is named holds");
  CLI::Option* http = probe->add_option("--http", checks.http, "this URL answers with a status of 200 to 299")
                          ->type_name("URL");
  probe
      ->add_option("--json-equals", checks.equals,
                   "the answer's JSON has this value there, as in db.state=ok")
      ->type_name("PATH=VALUE")
      ->needs(http);
  CLI::Option* file = probe->add_option("--file", checks.files, "this file is there")->type_name("PATH");
  probe->add_option("--max-age", checks.max_age, "and was changed within this time")
      ->type_name("TIME")
      ->needs(file);
  probe->add_option("--ready", checks.ready, "programs that use this volume may start")->type_name("DIR");
  probe->add_option("--timeout", checks.timeout, "how long an answer may take (default: 1s)")
      ->type_name("TIME");

  InjectOptions injection;
  CLI::App* inject = app.add_subcommand("inject", "Print manifests with the sidecar in their pods");
  inject->add_option("FILE", injection.file, "the manifests, YAML or JSON (default: standard input)");
  inject->add_option("--hooks", injection.hooks, "also for pods without the annotation: languages, or all");
  inject->add_option("--image", injection.image,
                     "the sidecar's image (default: cel-sidecar:" CEL_VERSION ")");
  inject->add_option("--payload", injection.payload, "as for install");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  }
  if (*install) {
    return run_install(options);
  }
  if (*ready) {
    return run_ready(options);
  }
  if (*probe) {
    return run_check(checks);
  }
  if (*inject) {
    const Result<void> injected = run_inject(injection);
    return injected ? kDone : fail(kUsage, injected.error());
  }
  options.installs = first->count() > 0;
  return options.volume.empty() ? fail(kUsage, "serve needs the volume: cel-sidecar serve --install DIR")
                                : run_serve(options);
}

}  // namespace
}  // namespace cel

int main(int argc, char** argv) {
  try {
    return cel::run(argc, argv);
  } catch (const std::exception& error) {
    cel::say(error.what());
    return cel::kNotRelayed;
  }
}
