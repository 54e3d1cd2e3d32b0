-- Ends every membership whose lease has run out. Answers what the index needs (the earliest lease left, "empty" or "gone";
-- the call's expiry) and the roster if it changed.
local call = load()
if not call or call.status == "ended" then return { "gone", "0" } end

local lapsed = redis.call("ZRANGEBYSCORE", LEASES, "-inf", now)
for _, peer_id in ipairs(lapsed) do remove(call, peer_id, "lost") end
local earliest = redis.call("ZRANGE", LEASES, 0, 0, "WITHSCORES")[2] or "empty"
return { earliest, tostring(call.expires_at), #lapsed > 0 and commit(call) or nil }
