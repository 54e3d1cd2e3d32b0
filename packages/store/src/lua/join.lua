-- KEYS[6]: the ticket, which exists once it is burnt. ARGV: the admission ("" for no instance), then durations in ms.
local TICKET = KEYS[6]
local peer_id, role, name, instance, pod, proposed_epoch = unpack(ARGV)
local lease_ms, replay_ms, burnt_ms = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

local call = load()
if not call then return { "call_not_found" } end
if call.status == "ended" then return { "call_ended" } end
if redis.call("SISMEMBER", KICKED, peer_id) == 1 then return { "kicked" } end

local burnt_by = redis.call("GET", TICKET)
if burnt_by then
  local burnt_for_ms = burnt_ms - redis.call("PTTL", TICKET)
  local is_replay = instance ~= "" and burnt_by == instance and burnt_for_ms <= replay_ms
  if not is_replay then return { "sig_used" } end
end

local held = call.members[peer_id]
if not held and call.size >= call.max_peers then return { "call_full" } end

-- Nothing refuses from here on.
if not burnt_by then redis.call("SET", TICKET, instance, "PX", burnt_ms) end

local resumed = held and instance ~= "" and held.instance == instance
local member = resumed and held or {
  peerId = peer_id,
  name = name,
  epoch = proposed_epoch,
  state = { microphone = false, camera = false, screen = false, hand = false },
  instance = instance,
}
call.generation = math.max(call.generation + 1, now)
call.status = "active"
member.generation = call.generation
member.role = role
member.pod = pod
member.away = false
seat(call, member, lease_ms)
return { "admitted", commit(call, pod), resumed and "resumed" or held and "restarted" or "new" }
