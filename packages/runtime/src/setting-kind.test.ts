import { describe, expect, test } from "vitest";
import { host, integer, origin, originList, path, port, rate, type Setting, seconds, url } from "./setting.ts";
import { settingKinds } from "./setting-kind.ts";

const parse = (setting: Setting, text: string): unknown => settingKinds[setting.kind].parse(text, setting);

const about = "";
const redis = url(about, ["redis:", "rediss:"]);

describe("a text that is understood", () => {
  test.each<[Setting, string, unknown]>([
    [integer(about, 1), "0", 0],
    [integer(about, 1, { min: 2, max: 8 }), "8", 8],
    [seconds(about, 1), "1", 1],
    [port(about, 1), "0", 0],
    [port(about, 1), "65535", 65_535],
    [origin(about), "https://call.example.com", "https://call.example.com"],
    [origin(about), "https://call.example.com/", "https://call.example.com"],
    [origin(about), "HTTPS://Call.Example.com:443", "https://call.example.com"],
    [origin(about), "http://localhost:3000", "http://localhost:3000"],
    [originList(about), "https://a.example, https://b.example/", ["https://a.example", "https://b.example"]],
    [redis, "redis://:pass@redis:6379/0", "redis://:pass@redis:6379/0"],
    [redis, "rediss://redis", "rediss://redis"],
    [host(about), "turn.example.com", "turn.example.com"],
    [host(about), "10.0.0.1", "10.0.0.1"],
    [host(about), "[2001:db8::1]", "[2001:db8::1]"],
    [path(about, "/ws"), "/signal/v1", "/signal/v1"],
    [rate(about, { points: 30, seconds: 60 }), "5/10", { points: 5, seconds: 10 }],
    [rate(about, { points: 30, seconds: 60 }), "100", { points: 100, seconds: 60 }],
  ])("%o reads %s", (setting, text, value) => {
    expect(parse(setting, text)).toEqual(value);
  });
});

describe("a text that is not", () => {
  test.each<[Setting, string]>([
    [integer(about, 1), "-1"],
    [integer(about, 1), "1.5"],
    [integer(about, 1), "1e3"],
    [integer(about, 1), " 1"],
    [integer(about, 1), "0x10"],
    [integer(about, 1), "9".repeat(30)],
    [integer(about, 1, { min: 2, max: 8 }), "1"],
    [integer(about, 1, { min: 2, max: 8 }), "9"],
    [seconds(about, 1), "0"],
    [seconds(about, 1), "10s"],
    [port(about, 1), "65536"],
    [origin(about), "call.example.com"],
    [origin(about), "https://call.example.com/path"],
    [origin(about), "https://call.example.com?x"],
    [origin(about), "https://user@call.example.com"],
    [origin(about), "ftp://call.example.com"],
    [originList(about), "https://a.example,null"],
    [originList(about), "*"],
    [redis, "http://redis"],
    [redis, "redis:6379"],
    [redis, "nonsense"],
    [host(about), "https://turn.example.com"],
    [host(about), "turn.example.com:3478"],
    [host(about), "-turn.example.com"],
    [path(about, "/ws"), "ws"],
    [path(about, "/ws"), "/ws?x"],
    [rate(about, { points: 30, seconds: 60 }), "0/60"],
    [rate(about, { points: 30, seconds: 60 }), "30/60/1"],
    [rate(about, { points: 30, seconds: 60 }), "30 per minute"],
  ])("%o refuses %s", (setting, text) => {
    expect(parse(setting, text)).toBeUndefined();
  });
});
