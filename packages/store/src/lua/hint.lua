-- Announces a membership before it begins. ARGV: call id, lease ms, ms to keep the index at least.
-- A whole score takes the mark of an empty call away: a reaper that sees it empty once more leaves it in the index.
local due = now + ARGV[2]
local score = redis.call("ZSCORE", INDEX, ARGV[1])
if score then due = math.min(due, math.floor(tonumber(score))) end

redis.call("ZADD", INDEX, due, ARGV[1])
keep_until(now + ARGV[3])
