import { createSocket } from "node:dgram";
import { once } from "node:events";
import { expect, type TestAPI } from "vitest";
import { forbidden4, forbidden6, public4, public6 } from "./peer-addresses.ts";
import { type Place, TurnClient } from "./turn-client.ts";
import { issue } from "./turn-server.ts";

/** A coturn, however it was started. */
export interface TurnUnderTest {
  readonly place: Place;
  /** The addresses that relays get: one of IPv4, one of IPv6. */
  readonly relays: readonly [ipv4: string, ipv6: string];
  readonly secret: string;
  /** IPv4 addresses beside it that no relay may lead to. */
  readonly neighbours: readonly string[];
}

const allocated = { address: expect.any(String), port: expect.any(Number) };

/** What every coturn of ours promises to peers, and refuses to everybody else. */
export function turnContract<Turn extends TurnUnderTest>(test: TestAPI<{ turn: Turn }>): void {
  test("what the services issue lets a peer in, over UDP and TCP", async ({ turn }) => {
    using overUdp = TurnClient.overUdp(turn.place, issue(turn));
    using overTcp = await TurnClient.overTcp(turn.place, issue(turn));

    expect(await overUdp.allocate()).toEqual({ ...allocated, address: turn.relays[0] });
    expect(await overTcp.allocate()).toEqual({ ...allocated, address: turn.relays[0] });
  });

  test("nobody else gets in", async ({ turn }) => {
    const good = issue(turn);
    const [expiry = "", ...rest] = good.username.split(":");
    const foreign = issue({ secret: "another-secret-of-another-installation" });
    const strangers = {
      none: undefined,
      expired: issue({ ...turn, now: () => Date.now() - 601_000 }),
      wrong: {
        ...good,
        credential: `A${good.credential.slice(1)}` === good.credential ? `B${good.credential.slice(1)}` : `A${good.credential.slice(1)}`,
      },
      prolonged: { ...good, username: [String(Number(expiry) + 3600), ...rest].join(":") },
      "another peer's": { ...good, username: `${expiry}:infra-other` },
      foreign,
      "without expiry": { ...good, username: "infra-peer" },
    };

    const codes = [];
    for (const [name, credentials] of Object.entries(strangers)) {
      using client = TurnClient.overUdp(turn.place, credentials);
      codes.push([name, await client.allocate()]);
    }

    expect(codes).toEqual(Object.keys(strangers).map((name) => [name, 401]));
  });

  test("two peers who are both relayed reach each other", async ({ turn }) => {
    using ada = TurnClient.overUdp(turn.place, issue(turn));
    using bob = TurnClient.overUdp(turn.place, issue(turn));
    const [atAda, atBob] = [await ada.allocated(), await bob.allocated()];

    expect([await ada.permit(atBob.address), await bob.permit(atAda.address)]).toEqual([0, 0]);

    await expect
      .poll(() => {
        ada.tell(atBob, "hello");
        return bob.heard[0];
      })
      .toBe("hello");
  });

  test("one peer gets its allocations and no more, others still get theirs", async ({ turn }) => {
    using clients = new DisposableStack();
    const credentials = issue(turn);
    const outcomes = [];
    for (let count = 0; count < 14; count++) {
      outcomes.push(await clients.use(TurnClient.overUdp(turn.place, credentials)).allocate());
    }
    using other = TurnClient.overUdp(turn.place, issue(turn));

    expect(outcomes.map((outcome) => (typeof outcome === "number" ? outcome : "relay"))).toEqual([
      ...Array.from({ length: 12 }, () => "relay"),
      486,
      486,
    ]);
    expect(await other.allocate()).toEqual(allocated);
  });

  test("relays speak UDP to peers, never TCP", async ({ turn }) => {
    using overTcp = await TurnClient.overTcp(turn.place, issue(turn));
    using connected = await TurnClient.overTcp(turn.place, issue(turn));
    await connected.allocated();

    expect(await overTcp.allocateTcp()).toBe(442);
    expect(await connected.connectTcp("8.8.8.8", 53)).toBeGreaterThanOrEqual(400);
  });

  test.for([
    { family: 4, forbidden: forbidden4, open: public4 },
    { family: 6, forbidden: forbidden6, open: public6 },
  ] as const)(
    "no relay leads to an IPv$family address beside the internet, every other one does",
    async ({ family, forbidden: ranges, open }, { turn }) => {
      const forbidden = family === 4 ? [...ranges, ...turn.neighbours] : ranges;
      using client = TurnClient.overUdp(turn.place, issue(turn));
      await client.allocate({ family });
      const permitted = async (addresses: readonly string[]): Promise<(readonly [string, number])[]> => {
        const codes = [];
        for (const address of addresses) codes.push([address, await client.permit(address)] as const);
        return codes;
      };

      expect(await permitted(forbidden)).toEqual(forbidden.map((address) => [address, 403]));
      expect(await permitted(open)).toEqual(open.map((address) => [address, 0]));
    },
  );

  test("channels lead to no more addresses than permissions do", async ({ turn }) => {
    using client = TurnClient.overUdp(turn.place, issue(turn));
    await client.allocated();

    const codes = [];
    for (const [index, address] of forbidden4.entries()) codes.push(await client.bindChannel(address, 6379, 0x4000 + index));

    expect(codes).toEqual(forbidden4.map(() => 403));
  });

  test("what is sent without a permission arrives nowhere", async ({ turn }) => {
    const service = createSocket("udp4");
    const heard: string[] = [];
    service.on("message", (data) => heard.push(String(data)));
    await once(service.bind(0, "127.0.0.1"), "listening");
    using attacker = TurnClient.overUdp(turn.place, issue(turn));
    using fence = TurnClient.overUdp(turn.place, issue(turn));
    await attacker.allocated();
    const atFence = await fence.allocated();
    await attacker.permit("127.0.0.1");
    await attacker.permit(atFence.address);
    await fence.permit(atFence.address);

    await expect
      .poll(() => {
        attacker.tell({ address: "127.0.0.1", port: service.address().port }, "attack");
        attacker.tell(atFence, "fence");
        return fence.heard.length;
      })
      .toBeGreaterThan(3);

    service.close();
    expect(heard).toEqual([]);
  });
}
