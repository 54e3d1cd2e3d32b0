-- Redis' clock decides, because pods may disagree about the time. Unix milliseconds.
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
