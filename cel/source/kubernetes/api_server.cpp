// SPDX-License-Identifier: Apache-2.0
#include "cel/source/kubernetes/api_server.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "cel/base/fd.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr const char* kAccount = "/var/run/secrets/kubernetes.io/serviceaccount/";
constexpr std::size_t kMostOfToken = 65536;  // bytes

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

/// What one of the account's files holds, without white space at its ends; empty if it cannot be read.
std::string account_file(const char* name) {
  const Fd file = open_file((std::string(kAccount) + name).c_str(), O_RDONLY);
  std::string bytes(kMostOfToken, '\0');
  const ssize_t size = file ? read_some(file.get(), bytes.data(), bytes.size()) : -1;
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return std::string(trimmed(bytes));
}

}  // namespace

Result<ApiServer> ApiServer::of_this_pod() {
  ApiServer server;
  std::string host = variable("KUBERNETES_SERVICE_HOST");
  const std::string port = variable("KUBERNETES_SERVICE_PORT");
  if (host.empty() || port.empty()) {
    return Error{
        "this is no pod of Kubernetes: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set"};
  }
  if (host.find(':') != std::string::npos) {
    host = "[" + host + "]";
  }
  server.url_ = "https://" + host + ":" + port;
  server.space_ = account_file("namespace");
  if (server.space_.empty() || account_file("token").empty()) {
    return Error{std::string("this pod has no service account in ") + kAccount +
                 ": set automountServiceAccountToken: true"};
  }
  return server;
}

HttpTarget ApiServer::target(const std::string& path) const {
  return {url_ + path, {"Authorization: Bearer " + account_file("token")}, std::string(kAccount) + "ca.crt"};
}

std::string own_pod_name() {
  std::string name = variable("POD_NAME");
  if (name.empty()) {
    std::array<char, 256> host{};
    (void)gethostname(host.data(), host.size() - 1);
    name = host.data();
  }
  return name;
}

std::string url_encoded(const std::string& text) {
  constexpr std::string_view kPlain = "-._~";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += "%" + hex(&byte, 1);
    }
  }
  return encoded;
}

}  // namespace cel
