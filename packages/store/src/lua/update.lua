-- ARGV: peer id, generation, the change as JSON.
local call = load()
local member = find_stay(call, ARGV[1], ARGV[2])
if not member then return false end

local change = cjson.decode(ARGV[3])
member.name = change.name or member.name
for name, value in pairs(change.state or {}) do member.state[name] = value end
put(call, member)
return commit(call, member.pod)
