// SPDX-License-Identifier: Apache-2.0
#include "cel/record/serialize.h"

namespace cel {

SerializedRecord::SerializedRecord(const Json& record) {
  const Members& members = record.get_ref<const Json::object_t&>();
  elements_.reserve(members.size());
  line_ = "{";
  for (const auto& [key, value] : members) {
    if (!elements_.empty()) {
      line_ += ',';
    }
    Element element{line_.size(), 0, 0};
    line_ += to_line(Json(key));
    line_ += ':';
    element.value = line_.size();
    line_ += to_line(value);
    element.end = line_.size();
    elements_.push_back(element);
  }
  line_ += '}';
}

}  // namespace cel
