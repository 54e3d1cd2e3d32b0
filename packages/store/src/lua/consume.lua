-- KEYS: the code, its mark of having been used and, if the request has a key, the answer to it.
-- ARGV: the grant, ms to remember. Answers "<call id> <grant>".
local CODE, USED, ANSWER = unpack(KEYS)
local grant, remember_ms = unpack(ARGV)

local first_answer = ANSWER and redis.call("GET", ANSWER)
if first_answer then return first_answer end

local call_id = redis.call("GETDEL", CODE)
if not call_id then return false end

local answer = call_id .. " " .. grant
redis.call("SET", USED, call_id, "PX", remember_ms)
if ANSWER then redis.call("SET", ANSWER, answer, "PX", remember_ms) end
return answer
