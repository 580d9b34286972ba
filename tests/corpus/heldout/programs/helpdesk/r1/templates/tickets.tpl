% # SPDX-License-Identifier: Apache-2.0
<ul>
% for ticket in tickets:
<li>{{ticket["subject"]}}: {{ticket["state"].upper()}}</li>
% end
</ul>
