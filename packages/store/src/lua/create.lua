-- ARGV: expiry, the proposed store epoch, then the fields of the call as given. A taken id stays as it is.
local expires_at, store_epoch = tonumber(ARGV[1]), ARGV[2]
if redis.call("EXISTS", CALL) == 1 then return end

redis.call("HSET", CALL,
  "status", "created",
  "updatedAt", now,
  "expiresAt", expires_at,
  "storeEpoch", store_epoch,
  "revision", 0,
  "generation", 0,
  "departures", "[]",
  unpack(ARGV, 3))
keep(CALL, expires_at)
