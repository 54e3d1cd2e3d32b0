-- ARGV: for how long a lease must have been over in ms, most calls to name. Answers the moment since when it must be, and the
-- calls that the reapers should have looked at before.
local edge = now - tonumber(ARGV[1])

return { edge, unpack(redis.call("ZRANGE", INDEX, "-inf", edge, "BYSCORE", "LIMIT", 0, ARGV[2])) }
