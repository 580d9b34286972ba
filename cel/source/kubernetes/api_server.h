// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cel/base/result.h"
#include "cel/http/http_stream.h"

namespace cel {

/// The API server of the cluster, as the pod's service account sees it. Its token is renewed by the kubelet,
/// and read for each request.
class ApiServer {
 public:
  /// The one of this pod: by the variables KUBERNETES_SERVICE_HOST and _PORT, and the service account's
  /// files. The error says what is missing.
  static Result<ApiServer> of_this_pod();

  /// The namespace of this pod.
  const std::string& space() const { return space_; }

  /// A request of what is at `path`, which begins with `/`.
  HttpTarget target(const std::string& path) const;

 private:
  std::string url_;
  std::string space_;
};

/// Returns the name of this pod: the variable POD_NAME, or the host's name.
std::string own_pod_name();

/// Returns `text` as a part of a URL.
std::string url_encoded(const std::string& text);

}  // namespace cel
