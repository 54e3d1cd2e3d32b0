import { describe, expect, test } from "vitest";
import { parseRedisUrl, redisUrlFault } from "./redis-url.ts";

const access = { isTls: false, username: undefined, password: undefined };

describe("a way to Redis", () => {
  test.each([
    ["redis://localhost", { kind: "server", ...access, host: "localhost", port: 6379, db: 0 }],
    ["redis://localhost/", { kind: "server", ...access, host: "localhost", port: 6379, db: 0 }],
    ["redis://[::1]:7000/3", { kind: "server", ...access, host: "::1", port: 7000, db: 3 }],
    [
      "rediss://tgcall:p%40ss%2Fword:@redis.example.com:6380",
      { kind: "server", isTls: true, username: "tgcall", password: "p@ss/word:", host: "redis.example.com", port: 6380, db: 0 },
    ],
    ["redis://:a@b@host", { kind: "server", ...access, password: "a@b", host: "host", port: 6379, db: 0 }],
    [
      "redis+sentinel://a,b:26380/my%20master/2?sentinelPassword=s%26cret",
      {
        kind: "sentinel",
        ...access,
        sentinels: [
          { host: "a", port: 26_379 },
          { host: "b", port: 26_380 },
        ],
        sentinelPassword: "s&cret",
        masterName: "my master",
        db: 2,
      },
    ],
    [
      "rediss+cluster://user:password@10.0.0.1:7000,[fd00::1]",
      {
        kind: "cluster",
        isTls: true,
        username: "user",
        password: "password",
        nodes: [
          { host: "10.0.0.1", port: 7000 },
          { host: "fd00::1", port: 6379 },
        ],
      },
    ],
  ])("[STO-50] %s is read", (url, expected) => {
    expect(parseRedisUrl(url)).toEqual(expected);
  });

  test.each([
    ["http://secret", "must begin with redis://, rediss://"],
    ["localhost:6379", "must begin with redis://"],
    ["redis+socket://secret", "must begin with redis://"],
    ["redis://", "must name its hosts"],
    ["redis://secret,other", "must name its hosts"],
    ["redis+cluster://a,,secret", "must name its hosts"],
    ["redis://secret:0", "must have ports"],
    ["redis://secret:99999", "must have ports"],
    ["redis://secret/name", "must end with the number of a database"],
    ["redis://secret/1/2", "must end with the number of a database"],
    ["redis://secret?tls=true", "has a parameter that is not known"],
    ["redis://secret%zz@host", "has a % that encodes nothing"],
    ["redis+sentinel://secret", "must name the Sentinels' master"],
    ["redis+sentinel://secret/master/x", "must end with the number of a database"],
    ["redis+cluster://secret/1", "must not name a database"],
    ["redis+cluster://a?sentinelPassword=secret", "has a parameter that is not known"],
  ])("[STO-50] %s is refused without repeating it", (url, reason) => {
    expect(redisUrlFault(url)).toContain(reason);
    expect(redisUrlFault(url)).not.toContain("secret");
  });
});
