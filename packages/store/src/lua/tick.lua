-- KEYS[2], KEYS[3]: the last tick of any pod, and the hold after a gap. ARGV: gap, hold and claim in ms, batch size.
-- Answers the calls that are due with the scores by which they are claimed: other pods leave them alone for that long.
local TICK, HOLD = KEYS[2], KEYS[3]
local gap_ms, hold_ms, claim_ms, batch_size = unpack(ARGV)

if not redis.call("SET", TICK, now, "PX", gap_ms, "GET") then redis.call("SET", HOLD, now, "PX", hold_ms) end
if redis.call("EXISTS", HOLD) == 1 then return {} end

local due = redis.call("ZRANGE", INDEX, "-inf", now, "BYSCORE", "LIMIT", 0, batch_size, "WITHSCORES")
local claims = {}
for i = 1, #due, 2 do
  local mark = tonumber(due[i + 1]) % 1
  local claim = now + claim_ms + mark
  redis.call("ZADD", INDEX, claim, due[i])
  claims[i] = due[i]
  claims[i + 1] = string.format("%.1f", claim)
end
return claims
