-- Announces a membership before it begins. ARGV: call id, lease ms, ms to keep the index at least.
-- The score always changes, so that a reaper that is just settling this call leaves it in the index.
local due = now + ARGV[2]
local score = redis.call("ZSCORE", INDEX, ARGV[1])
if score then due = math.min(due, math.floor(tonumber(score)) - 1) end

redis.call("ZADD", INDEX, due, ARGV[1])
keep_until(now + ARGV[3])
