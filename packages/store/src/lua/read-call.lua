-- Answers the call's fields without its members, or nothing once its life is over.
local fields = redis.call("HMGET", CALL, "status", "createdAt", "updatedAt", "expiresAt", "initiator", "maxPeers", "relayOnly",
  "traceparent")
if not fields[1] or now >= tonumber(fields[4]) then return false end
return fields
