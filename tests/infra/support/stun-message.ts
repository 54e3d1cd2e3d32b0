import { createHash, createHmac, randomBytes } from "node:crypto";
import { isIPv6 } from "node:net";

/** STUN and TURN as far as the tests speak it (RFC 8489, RFC 8656, RFC 6062). */
export const method = { allocate: 0x003, refresh: 0x004, createPermission: 0x008, channelBind: 0x009, connect: 0x00a } as const;
export const indication = { send: 0x0016, data: 0x0017 } as const;
export const attribute = {
  username: 0x0006,
  integrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  peerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  addressFamily: 0x0017,
  transport: 0x0019,
} as const;

/** A value, or one that depends on the message it is put into. */
export type Attribute = readonly [type: number, value: Buffer | ((mask: Buffer) => Buffer)];

export interface Message {
  readonly type: number;
  readonly transaction: string;
  readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface Key {
  readonly username: string;
  readonly credential: string;
  readonly realm: string;
  readonly nonce: Buffer;
}

const cookie = 0x2112a442;
const headerBytes = 20;
const integrityBytes = 24;

/** The bytes of a message, under the long-term key when one is given, and its transaction. */
export function encode(
  type: number,
  attributes: readonly Attribute[],
  key?: Key,
): { readonly bytes: Buffer; readonly transaction: string } {
  const id = randomBytes(12);
  const signed: readonly Attribute[] =
    key === undefined
      ? []
      : [
          [attribute.username, Buffer.from(key.username)],
          [attribute.realm, Buffer.from(key.realm)],
          [attribute.nonce, key.nonce],
        ];
  const body = Buffer.concat([...attributes, ...signed].map((each) => encodeAttribute(each, id)));
  const unsigned = Buffer.concat([header(type, body.length + (key === undefined ? 0 : integrityBytes), id), body]);
  const transaction = id.toString("hex");
  if (key === undefined) return { bytes: unsigned, transaction };
  const secret = createHash("md5").update(`${key.username}:${key.realm}:${key.credential}`).digest();
  const integrity = createHmac("sha1", secret).update(unsigned).digest();
  return { bytes: Buffer.concat([unsigned, encodeAttribute([attribute.integrity, integrity], id)]), transaction };
}

/** A message from its bytes; the first of several attributes of one type counts. */
export function decode(bytes: Buffer): Message {
  const attributes = new Map<number, Buffer>();
  for (let at = headerBytes; at + 4 <= bytes.length; ) {
    const [type, length] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2)];
    if (!attributes.has(type)) attributes.set(type, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + padded(length);
  }
  return { type: bytes.readUInt16BE(0), transaction: bytes.toString("hex", 8, headerBytes), attributes };
}

/** How long the message at the start of a stream is, once its header is there. */
export const lengthOf = (bytes: Buffer): number =>
  bytes.length < headerBytes ? Number.POSITIVE_INFINITY : headerBytes + bytes.readUInt16BE(2);

/** XOR-PEER-ADDRESS for the message that it is put into. */
export const peerAddress = (address: string, port: number): Attribute => [
  attribute.peerAddress,
  (mask) => {
    const bytes = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split(".").map(Number));
    const value = Buffer.concat([Buffer.from([0, bytes.length === 4 ? 1 : 2, port >> 8, port & 0xff]), bytes]);
    return xorAddress(value, mask);
  },
];

/** The address in an XORed attribute of a message. */
export function readAddress(value: Buffer, transaction: string): { readonly address: string; readonly port: number } {
  const plain = xorAddress(value, maskOf(Buffer.from(transaction, "hex")));
  const bytes = plain.subarray(4);
  const groups = Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  return { address: bytes.length === 4 ? bytes.join(".") : groups.join(":"), port: plain.readUInt16BE(2) };
}

/** What addresses are XORed with: the port with the cookie's first half, the rest with cookie and transaction. */
const maskOf = (id: Buffer): Buffer => header(0, 0, id).subarray(4);

const xorAddress = (value: Buffer, mask: Buffer): Buffer =>
  Buffer.from(value.map((byte, index) => (index < 2 ? byte : byte ^ (mask[index < 4 ? index - 2 : index - 4] ?? 0))));

function ipv6Bytes(address: string): Buffer {
  // URL writes IPv4 in IPv6 as groups; "::" stands for as many as are missing.
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [left = [], right = []] = [head, tail ?? ""].map((part) => part.split(":").filter((group) => group !== ""));
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

const header = (type: number, length: number, id: Buffer): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(cookie, 4);
  return Buffer.concat([bytes, id]);
};

const padded = (length: number): number => length + ((4 - (length % 4)) % 4);

function encodeAttribute([type, given]: Attribute, id: Buffer): Buffer {
  const value = typeof given === "function" ? given(maskOf(id)) : given;
  const bytes = Buffer.alloc(4 + padded(value.length));
  bytes.writeUInt16BE(type, 0);
  bytes.writeUInt16BE(value.length, 2);
  value.copy(bytes, 4);
  return bytes;
}
