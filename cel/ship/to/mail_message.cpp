// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/mail_message.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>

#include "cel/base/text.h"
#include "cel/ship/to/notice_formats.h"
#include "cel/ship/to/report_view.h"
#include "cel/wire/base64.h"

namespace cel {
namespace {

constexpr std::string_view kAddressCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+=@-";

/// As words of at most 64 characters, each of whole UTF-8 characters, with a line for each.
std::string encoded_words(std::string_view text) {
  constexpr std::size_t kBytesOfAWord = 39;
  std::string words;
  while (!text.empty()) {
    std::size_t size = 0;
    while (size < text.size()) {
      const std::size_t next = std::max<std::size_t>(utf8_sequence(text.substr(size)), 1);
      if (size + next > kBytesOfAWord) {
        break;
      }
      size += next;
    }
    words += (words.empty() ? "" : "\n ") + ("=?UTF-8?B?" + base64_encode(text.substr(0, size))) + "?=";
    text.remove_prefix(size);
  }
  return words;
}

std::string encoded_lines(std::string_view text) {
  constexpr std::size_t kLineLength = 76;
  const std::string encoded = base64_encode(text);
  std::string lines;
  for (std::size_t at = 0; at < encoded.size(); at += kLineLength) {
    lines += encoded.substr(at, kLineLength) + "\n";
  }
  return lines;
}

/// What may be in a Message-ID.
std::string id_part(std::string_view text) {
  std::string part(text);
  std::erase_if(part, [](char each) {
    return kAddressCharacters.find(each) == std::string_view::npos || each == '@' || each == '.';
  });
  return part.empty() ? "none" : part;
}

}  // namespace

std::vector<std::string> mail_addresses(std::string_view text) {
  std::vector<std::string> addresses;
  while (!text.empty()) {
    const std::string_view address = trimmed(take_field(text, ','));
    if (address.empty() || address.starts_with('-') ||
        address.find_first_not_of(kAddressCharacters) != std::string_view::npos) {
      return {};
    }
    addresses.emplace_back(address);
  }
  return addresses;
}

std::string mail_message(const Notice& notice, const MailHead& head, GroupNotices::Time now) {
  const std::string group =
      notice.kind == Notice::Kind::more ? "more" : id_part(ReportView(notice.report).text("fingerprint"));
  const std::string host = id_part(head.host);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count();
  std::string message = head.from.empty() ? "" : "From: " + head.from + "\n";
  message += fmt::format("To: {}\nSubject: {}\nDate: {:%a, %d %b %Y %H:%M:%S +0000}\n",
                         fmt::join(head.to, ",\n "), encoded_words(one_line(notice_title(notice))),
                         fmt::gmtime(std::chrono::floor<std::chrono::seconds>(now)));
  message += fmt::format("Message-ID: <cel.{}.{}@{}>\nReferences: <cel.{}@{}>\n", group, milliseconds, host,
                         group, host);
  message +=
      "Auto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
      "Content-Transfer-Encoding: base64\n\n";
  return message + encoded_lines(notice_title(notice) + "\n\n" + notice_table(notice) + "\n" +
                                 notice_trace(notice) + "\n");
}

}  // namespace cel
