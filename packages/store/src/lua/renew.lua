-- ARGV: lease ms, then peer id and generation of each stay. Answers revision, store epoch and the ids of lost stays.
local lease_ends = now + ARGV[1]

local call = load()
if not call then return false end

local answer = { tostring(call.revision), call.store_epoch }
for i = 2, #ARGV, 2 do
  local member = find_stay(call, ARGV[i], ARGV[i + 1])
  if not member then
    answer[#answer + 1] = ARGV[i]
  elseif not member.away then
    redis.call("ZADD", LEASES, lease_ends, member.peerId)
  end
end
return answer
