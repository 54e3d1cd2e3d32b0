-- Answers 1 when there is such a call, ended now or before.
local call = load()
if not call then return 0 end
if call.status == "ended" then return 1 end

for _, peer_id in ipairs(peer_ids(call)) do remove(call, peer_id, "ended") end
call.status = "ended"
commit(call)
return 1
