-- How every transition of a call begins (load) and ends (commit). All keys stand in the call's slot.
local CALL, PEERS, ROSTER, LEASES, KICKED = unpack(KEYS)
local CALL_ID = string.match(CALL, "{(.+)}")
local AFTERLIFE_MS = 60000
local REMEMBERED_DEPARTURES = 8
local REMEMBERED_KICKS = 256

-- The call with its members, or nil once its life is over.
local function load()
  local field = redis.call("HMGET", CALL, "status", "expiresAt", "maxPeers", "storeEpoch", "revision", "generation", "departures",
    "createdAt", "initiator", "relayOnly")
  if not field[1] or now >= tonumber(field[2]) then return nil end

  local call = {
    status = field[1],
    expires_at = tonumber(field[2]),
    max_peers = tonumber(field[3]),
    store_epoch = field[4],
    revision = tonumber(field[5]),
    generation = tonumber(field[6]),
    departures = field[7],
    created_at = field[8],
    initiator = field[9],
    relay_only = field[10] == "1",
    members = {},
    json = {},
    pods = {},
    size = 0,
  }
  local stored = redis.call("HGETALL", ROSTER)
  for i = 1, #stored, 2 do
    local peer_id, json = stored[i], stored[i + 1]
    local member = cjson.decode(json)
    call.members[peer_id] = member
    call.json[peer_id] = json
    call.pods[member.pod] = true
    call.size = call.size + 1
  end
  return call
end

-- The member, if this stay of it is the stored one: a stale pod's write finds nothing.
local function find_stay(call, peer_id, generation)
  local member = call and call.members[peer_id]
  if member and member.generation == tonumber(generation) then return member end
  return nil
end

local function peer_ids(call)
  local ids = {}
  for peer_id in pairs(call.members) do ids[#ids + 1] = peer_id end
  table.sort(ids)
  return ids
end

-- The kicked ids as JSON; the first of them by name, should there be very many.
local function describe_kicked()
  local ids = redis.call("SMEMBERS", KICKED)
  if #ids == 0 then return "[]" end
  table.sort(ids)
  return '["' .. table.concat(ids, '","', 1, math.min(#ids, REMEMBERED_KICKS)) .. '"]'
end

-- The roster as JSON, written by hand: cjson cannot tell an empty list from an empty object.
local function describe(call)
  local members = {}
  for i, peer_id in ipairs(peer_ids(call)) do members[i] = call.json[peer_id] end
  return '{"callId":"' .. CALL_ID
    .. '","storeEpoch":' .. cjson.encode(call.store_epoch)
    .. ',"revision":' .. call.revision
    .. ',"generation":' .. call.generation
    .. ',"status":"' .. call.status
    .. '","createdAtMs":' .. call.created_at
    .. ',"expiresAtMs":' .. call.expires_at
    .. ',"initiator":' .. cjson.encode(call.initiator)
    .. ',"maxPeers":' .. call.max_peers
    .. ',"relayOnly":' .. tostring(call.relay_only)
    .. ',"members":[' .. table.concat(members, ",")
    .. '],"departures":' .. call.departures
    .. ',"kicked":' .. describe_kicked() .. "}"
end

-- No key outlives its call for long.
local function keep(key, expires_at)
  redis.call("PEXPIREAT", key, expires_at + AFTERLIFE_MS)
end

-- Begins a call that is not stored. `...`: its other fields as they are stored.
local function create(expires_at, store_epoch, ...)
  redis.call("HSET", CALL,
    "status", "created",
    "updatedAt", now,
    "expiresAt", expires_at,
    "storeEpoch", store_epoch,
    "revision", 0,
    "generation", 0,
    "departures", "[]",
    ...)
  keep(CALL, expires_at)
end

local function put(call, member)
  local json = cjson.encode(member)
  if not call.members[member.peerId] then call.size = call.size + 1 end
  call.members[member.peerId] = member
  call.json[member.peerId] = json
  call.pods[member.pod] = true
  redis.call("HSET", ROSTER, member.peerId, json)
end

-- Seats a member, with a lease that begins now.
local function seat(call, member, lease_ms)
  put(call, member)
  redis.call("SADD", PEERS, member.peerId)
  redis.call("ZADD", LEASES, now + lease_ms, member.peerId)
  for _, key in ipairs({ PEERS, ROSTER, LEASES }) do keep(key, call.expires_at) end
end

local function remove(call, peer_id, reason)
  redis.call("HDEL", ROSTER, peer_id)
  redis.call("SREM", PEERS, peer_id)
  redis.call("ZREM", LEASES, peer_id)
  call.members[peer_id] = nil
  call.json[peer_id] = nil
  call.size = call.size - 1

  local departures = cjson.decode(call.departures)
  table.insert(departures, { peerId = peer_id, reason = reason, revision = call.revision + 1 })
  if #departures > REMEMBERED_DEPARTURES then table.remove(departures, 1) end
  call.departures = cjson.encode(departures)
end

-- Makes the change one revision, and tells every pod that holds or held a member, but not the one that acts.
local function commit(call, acting_pod)
  call.revision = call.revision + 1
  redis.call("HSET", CALL,
    "status", call.status,
    "updatedAt", now,
    "storeEpoch", call.store_epoch,
    "revision", call.revision,
    "generation", call.generation,
    "departures", call.departures)

  local roster = describe(call)
  for pod in pairs(call.pods) do
    if pod ~= acting_pod then redis.call("PUBLISH", "pod:" .. pod, "R " .. CALL_ID .. "\n" .. roster) end
  end
  return roster
end
