// Asks a TURN server for a relay by UDP (RFC 8656), with the credentials that peers are given.
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";

const cookie = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const [allocate, refresh] = [0x0003, 0x0004];
const allocated = 0x0103;
const attributes = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  transport: 0x0019,
};

/** @param {number} type @param {Buffer} value */
function attribute(type, value) {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** @param {number} method @param {readonly Buffer[]} parts @param {number} extra bytes that the length counts beyond the parts */
function message(method, parts, extra = 0) {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(method, 0);
  head.writeUInt16BE(body.length + extra, 2);
  return { head, transaction: randomBytes(12), body };
}

const bytesOf = ({ head, transaction, body }) => Buffer.concat([head, cookie, transaction, body]);

/** @param {Buffer} reply */
function parse(reply) {
  const found = new Map();
  for (let at = 20; at + 4 <= reply.length; ) {
    const length = reply.readUInt16BE(at + 2);
    found.set(reply.readUInt16BE(at), reply.subarray(at + 4, at + 4 + length));
    at += 4 + Math.ceil(length / 4) * 4;
  }
  return { type: reply.readUInt16BE(0), found };
}

/** @param {Buffer | undefined} value an IPv4 address that is hidden from gateways which rewrite addresses */
const addressOf = (value) => [...(value?.subarray(4) ?? [])].map((byte, index) => byte ^ (cookie[index] ?? 0)).join(".");

const udp = attribute(attributes.transport, Buffer.from([17, 0, 0, 0]));
const noTime = attribute(attributes.lifetime, Buffer.alloc(4));

function authorized(method, wanted, { username, credential }, found) {
  const [realm, nonce] = [found.get(attributes.realm), found.get(attributes.nonce)];
  const key = createHash("md5").update(`${username}:${realm}:${credential}`).digest();
  const parts = [
    wanted,
    attribute(attributes.username, Buffer.from(username)),
    attribute(attributes.realm, realm),
    attribute(attributes.nonce, nonce),
  ];
  const unsigned = message(method, parts, 24);
  const integrity = createHmac("sha1", key).update(bytesOf(unsigned)).digest();
  return { ...unsigned, body: Buffer.concat([unsigned.body, attribute(attributes.integrity, integrity)]) };
}

async function ask(socket, { hostname, port }, request) {
  const answered = once(socket, "message", { signal: AbortSignal.timeout(5_000) });
  socket.send(bytesOf(request), port, hostname);
  const [reply] = await answered;
  return parse(reply);
}

/** Tries the first server that takes UDP; without one there is nothing to try. */
export async function tryRelay(iceServers) {
  const server = iceServers.find(({ username }) => username !== undefined);
  const url = [server?.urls ?? []].flat().find((each) => each.startsWith("turn:") && each.endsWith("transport=udp"));
  if (url === undefined) return console.log("skip the relay: there is no TURN server");
  const { hostname, port } = new URL(url.replace(/^turn:/, "http://"));
  const socket = createSocket("udp4");
  try {
    const where = { hostname, port: Number(port || 80) };
    const { found } = await ask(socket, where, message(allocate, [udp]));
    const { type, found: answer } = await ask(socket, where, authorized(allocate, udp, server, found));
    if (type !== allocated) throw new Error(`the TURN server refuses a relay: ${answer.get(attributes.error)?.subarray(4)}`);
    // Given back, for a server that drains waits for every relay.
    await ask(socket, where, authorized(refresh, noTime, server, found));
    console.log(`ok   a relay of the TURN server at ${addressOf(answer.get(attributes.relayed))}`);
  } finally {
    socket.close();
  }
}
