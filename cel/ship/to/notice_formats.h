// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cel/record/json.h"
#include "cel/ship/to/group_notices.h"

namespace cel {

/// What happened, in one line.
std::string notice_title(const Notice& notice);

/// What stands below the title, by its names: where it is, and the commands that show all of it.
std::vector<std::pair<const char*, std::string>> notice_rows(const Notice& notice);

/// The same as lines.
std::string notice_table(const Notice& notice);

/// The end of the traceback, or a sentence.
std::string notice_trace(const Notice& notice);

// A notice as each receiver takes it. No text of a report is where its receiver would look for markup: it can
// make no link, no mention and no code block of its own.

/// Slack's incoming webhooks: blocks of plain and of preformatted text.
Json slack_message(const Notice& notice);

/// Microsoft Teams' workflows: an Adaptive Card, whose text is in TextRuns, which know no Markdown.
Json teams_message(const Notice& notice);

/// Mattermost's incoming webhooks: one block of code, whose fence is longer than any in the text.
Json mattermost_message(const Notice& notice);

/// PagerDuty's Events API v2, with the fingerprint as dedup_key.
Json pagerduty_event(const Notice& notice, const std::string& routing_key);

/// Alertmanager's API v2. Labels are what the host attests and the fingerprint, as every label makes another
/// alert; it ends a period after the notice.
Json alertmanager_alerts(const Notice& notice, GroupNotices::Time now);

}  // namespace cel
