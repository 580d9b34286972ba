// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/ship/to/group_notices.h"

namespace cel {

/// Who a mail is from and to.
struct MailHead {
  std::string from;  ///< empty: the mail system's choice
  std::vector<std::string> to;
  std::string host;  ///< of this machine, for Message-ID
};

/// The addresses of `a@example.com,b@example.com`, each of letters, digits and `._%+=@-` alone; empty if
/// there is another character.
std::vector<std::string> mail_addresses(std::string_view text);

/// A notice as a mail (RFC 5322). The title is in encoded words (RFC 2047) and the text in base64 (RFC 2045):
/// no text of a report can begin a header line, a part or a line with a dot. Mails of one group are a thread.
std::string mail_message(const Notice& notice, const MailHead& head, GroupNotices::Time now);

}  // namespace cel
