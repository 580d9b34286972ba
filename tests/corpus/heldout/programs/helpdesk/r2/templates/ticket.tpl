% # SPDX-License-Identifier: Apache-2.0
<h1>{{ticket["subject"]}}</h1>
<p>{{ticket["id"]}}</p>
% if ticket.get("priority", 3) < 2:
<p>Ask <b>{{owner.name}}</b></p>
% end
