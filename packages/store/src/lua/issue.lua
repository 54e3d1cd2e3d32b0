-- KEYS: the code, and its mark of having been used. ARGV: call id, expiry. Answers 1 when the code is this call's.
local CODE, USED = KEYS[1], KEYS[2]
local call_id, expires_at = ARGV[1], ARGV[2]

local holder = redis.call("GET", CODE) or redis.call("GET", USED)
if holder then return holder == call_id and 1 or 0 end

redis.call("SET", CODE, call_id, "PXAT", expires_at)
return 1
