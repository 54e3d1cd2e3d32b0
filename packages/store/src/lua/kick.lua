-- ARGV: peer id.
local peer_id = ARGV[1]
local call = load()
if not call then return "call_not_found" end
if redis.call("SISMEMBER", KICKED, peer_id) == 1 then return "kicked" end
if not call.members[peer_id] then return "peer_not_found" end

redis.call("SADD", KICKED, peer_id)
keep(KICKED, call.expires_at)
remove(call, peer_id, "kicked")
commit(call)
return "kicked"
