-- ARGV: expiry, the proposed store epoch, then the fields of the call as given. A taken id stays as it is.
if redis.call("EXISTS", CALL) == 0 then create(tonumber(ARGV[1]), ARGV[2], unpack(ARGV, 3)) end
