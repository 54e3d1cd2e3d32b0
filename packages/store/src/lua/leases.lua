-- The index tells the reapers where to look: call id by earliest lease. A score may be too early, never too late.
-- A whole score is a hint or a lease; a score that ends in .5 says that the call was seen empty and not joined since.
local INDEX = KEYS[1]
local IDLE_MARK = 0.5

local function keep_until(expires_at)
  if redis.call("PTTL", INDEX) < expires_at - now then redis.call("PEXPIREAT", INDEX, expires_at) end
end
