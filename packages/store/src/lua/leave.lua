-- ARGV: peer id, generation.
local call = load()
local member = find_stay(call, ARGV[1], ARGV[2])
if not member then return false end

remove(call, member.peerId, "left")
return commit(call, member.pod)
