-- Puts back what a pod remembers of a call that was lost, wholly or in part; `restore` in roster.ts says what holds.
-- ARGV: the acting pod, lease ms, a store epoch to begin, the memory as JSON and its departures as JSON.
local pod, lease_ms, proposed_epoch, departures = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[5]
local memory = cjson.decode(ARGV[4])
local is_over = memory.status == "ended"
if now >= memory.expiresAtMs then return false end

local call = load()
local is_lost = not call
if is_lost then
  redis.call("DEL", PEERS, ROSTER, LEASES)
  create(memory.expiresAtMs, proposed_epoch,
    "createdAt", memory.createdAtMs,
    "initiator", memory.initiator,
    "maxPeers", memory.maxPeers,
    "relayOnly", memory.relayOnly and 1 or 0)
  call = load()
end
if call.status == "ended" then return describe(call) end

local has_rolled_back = call.store_epoch == memory.storeEpoch
  and (call.revision < memory.revision or call.generation < memory.generation)
if is_lost or has_rolled_back then
  call.store_epoch = proposed_epoch
  call.revision = math.max(call.revision, memory.revision)
  call.departures = departures
end

-- A stay up to this generation that is not stored has ended.
local last_generation = call.generation
local is_changed = is_lost or has_rolled_back or is_over or call.generation < memory.generation
call.generation = math.max(call.generation, memory.generation)

for _, peer_id in ipairs(memory.kicked) do
  is_changed = redis.call("SADD", KICKED, peer_id) == 1 or is_changed
end
keep(KICKED, call.expires_at)
local function is_kicked(peer_id) return redis.call("SISMEMBER", KICKED, peer_id) == 1 end

local remembered = {}
for _, member in ipairs(memory.members) do remembered[member.peerId] = member end

-- What the memory knows of an end: the member's last departure.
local function reason_of_end(peer_id)
  local reason = is_over and "ended" or "lost"
  for _, departure in ipairs(cjson.decode(departures)) do
    if departure.peerId == peer_id then reason = departure.reason end
  end
  return reason
end

-- Why a stored stay is over, if it is.
local function why_over(member)
  if is_kicked(member.peerId) then return "kicked" end
  local has_ended = not remembered[member.peerId] and member.generation <= memory.generation
  return (is_over or has_ended) and reason_of_end(member.peerId) or nil
end

for _, peer_id in ipairs(peer_ids(call)) do
  local reason = why_over(call.members[peer_id])
  if reason then
    remove(call, peer_id, reason)
    is_changed = true
  end
end

-- Of an equal stay its own pod knows better what it shows, unless the memory is merely older; a connection that dropped has not
-- come back.
local is_other_history = call.store_epoch ~= memory.storeEpoch
local function agree(stored, given)
  given.away = given.away or stored.away
  local is_shown = stored.name == given.name and stored.away == given.away
  for flag, value in pairs(given.state) do is_shown = is_shown and stored.state[flag] == value end
  if is_other_history and not is_shown then
    put(call, given)
    is_changed = true
  end
  if not call.members[given.peerId].away then redis.call("ZADD", LEASES, now + lease_ms, given.peerId) end
end

table.sort(memory.members, function(one, other) return one.generation < other.generation end)
for _, given in ipairs(memory.members) do
  local stored = call.members[given.peerId]
  local is_newcomer = not stored and given.generation > last_generation and call.size < call.max_peers and not is_kicked(given.peerId)
  if is_newcomer or (stored and given.generation > stored.generation) then
    seat(call, given, lease_ms)
    is_changed = true
  elseif stored and given.generation == stored.generation and given.pod == pod then
    agree(stored, given)
  end
end

if not is_changed then return describe(call) end
call.status = is_over and "ended" or "active"
return commit(call, pod)
