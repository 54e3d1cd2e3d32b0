-- Puts reaped calls back under their true score. ARGV: lease ms, then of each call its id, its claim and reap's answer.
-- A score that changed since the claim is somebody's later knowledge and stays. An empty call leaves the index only when it
-- was empty a lease ago too and nobody announced a join since: what was announced before that has happened by now.
local lease_ms = tonumber(ARGV[1])

for i = 2, #ARGV, 4 do
  local call_id, claim, earliest, expires_at = unpack(ARGV, i, i + 3)
  local score = redis.call("ZSCORE", INDEX, call_id)
  local is_untouched = score and tonumber(score) == tonumber(claim)
  local is_idle = tonumber(claim) % 1 == IDLE_MARK

  if is_untouched and (earliest == "gone" or (earliest == "empty" and is_idle)) then
    redis.call("ZREM", INDEX, call_id)
  elseif is_untouched then
    redis.call("ZADD", INDEX, earliest == "empty" and now + lease_ms + IDLE_MARK or earliest, call_id)
    keep_until(tonumber(expires_at))
  end
end
