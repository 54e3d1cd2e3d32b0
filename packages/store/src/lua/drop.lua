-- ARGV: peer id, generation, grace ms.
local call = load()
local member = find_stay(call, ARGV[1], ARGV[2])
if not member then return false end
if member.away then return describe(call) end

member.away = true
put(call, member)
redis.call("ZADD", LEASES, now + ARGV[3], member.peerId)
return commit(call, member.pod)
