% # SPDX-License-Identifier: Apache-2.0
<h1>{{ticket["subject"]}}</h1>
% if ticket.get("priority", 3) < 2:
<p>Ask {{owner.name}}</p>
% end
