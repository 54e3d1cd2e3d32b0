import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import {
  type Attribute,
  attribute,
  decode,
  encode,
  indication,
  type Key,
  lengthOf,
  type Message,
  method,
  peerAddress,
  readAddress,
} from "./stun-message.ts";

export interface Credentials {
  readonly username: string;
  readonly credential: string;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** Carries messages to one server and back. */
interface Wire {
  send(bytes: Buffer): void;
  close(): void;
  /** Goes on from another port. */
  move?(): void;
}

const answerMs = 2_000;
const [ok, refused] = [0x0100, 0x0110];
const udp = 17;
const tcp = 6;
const allocationMismatch = 437;

/** One client of a TURN server, from one address and port of its own. */
export class TurnClient implements Disposable {
  readonly #wire: Wire;
  readonly #credentials: Credentials | undefined;
  readonly #answers = new Map<string, (message: Message) => void>();
  /** What peers have sent, as text. */
  readonly heard: string[] = [];
  #key: Key | undefined;

  private constructor(openWire: (onMessage: (bytes: Buffer) => void) => Wire, credentials: Credentials | undefined) {
    this.#credentials = credentials;
    this.#wire = openWire((bytes) => this.#receive(decode(bytes)));
  }

  static overUdp({ address, port }: Place, credentials?: Credentials): TurnClient {
    return new TurnClient((onMessage) => {
      const open = () =>
        createSocket(address.includes(":") ? "udp6" : "udp4")
          .on("message", onMessage)
          .on("error", () => {});
      let socket = open();
      const move = (): void => {
        socket.close();
        socket = open();
      };
      return { send: (bytes) => socket.send(bytes, port, address), close: () => socket.close(), move };
    }, credentials);
  }

  static async overTcp({ address, port }: Place, credentials?: Credentials): Promise<TurnClient> {
    const socket = connect(port, address);
    await once(socket, "connect");
    return new TurnClient((onMessage) => {
      let waiting: Buffer = Buffer.alloc(0);
      socket.on("error", () => {});
      socket.on("data", (chunk: Buffer) => {
        waiting = Buffer.concat([waiting, chunk]);
        for (let length = lengthOf(waiting); length <= waiting.length; length = lengthOf(waiting)) {
          onMessage(waiting.subarray(0, length));
          waiting = waiting.subarray(length);
        }
      });
      return { send: (bytes) => void socket.write(bytes), close: () => socket.destroy() };
    }, credentials);
  }

  /** Asks for a relay address; answers it, or the error code. Where the relay of an earlier client of this port still lives, from another port (RFC 8656 §7.2). */
  async allocate({ family = 4, relay = udp }: { readonly family?: 4 | 6; readonly relay?: number } = {}): Promise<Place | number> {
    const families: readonly Attribute[] = family === 6 ? [[attribute.addressFamily, Buffer.from([2, 0, 0, 0])]] : [];
    const wanted: readonly Attribute[] = [[attribute.transport, Buffer.from([relay, 0, 0, 0])], ...families];
    let answer = await this.#ask(method.allocate, wanted);
    for (let tries = 1; codeOf(answer) === allocationMismatch && tries < 3; tries += 1) {
      this.#wire.move?.();
      answer = await this.#ask(method.allocate, wanted);
    }
    const relayed = answer.attributes.get(attribute.relayedAddress);
    return relayed === undefined ? codeOf(answer) : readAddress(relayed, answer.transaction);
  }

  /** Asks for a relay address that there must be. */
  async allocated(): Promise<Place> {
    const answer = await this.allocate();
    if (typeof answer === "number") throw new Error(`the TURN server refused a relay: ${answer}`);
    return answer;
  }

  /** Asks for a relay that speaks TCP to peers (RFC 6062). */
  allocateTcp(): Promise<Place | number> {
    return this.allocate({ relay: tcp });
  }

  /** 0, or the error code. */
  async permit(address: string): Promise<number> {
    return codeOf(await this.#ask(method.createPermission, [peerAddress(address, 0)]));
  }

  async bindChannel(address: string, port: number, channel = 0x4000): Promise<number> {
    const number: Attribute = [attribute.channelNumber, Buffer.from([channel >> 8, channel & 0xff, 0, 0])];
    return codeOf(await this.#ask(method.channelBind, [number, peerAddress(address, port)]));
  }

  async connectTcp(address: string, port: number): Promise<number> {
    return codeOf(await this.#ask(method.connect, [peerAddress(address, port)]));
  }

  /** Has the relay send this to a peer; nothing tells whether it did. */
  tell({ address, port }: Place, text: string): void {
    this.#wire.send(encode(indication.send, [peerAddress(address, port), [attribute.data, Buffer.from(text)]]).bytes);
  }

  async release(): Promise<number> {
    return codeOf(await this.#ask(method.refresh, [[attribute.lifetime, Buffer.alloc(4)]]));
  }

  [Symbol.dispose](): void {
    this.#wire.close();
  }

  /** Sends a request; answers the challenge to it once, when there are credentials. */
  async #ask(kind: number, attributes: readonly Attribute[]): Promise<Message> {
    const answer = await this.#exchange(kind, attributes);
    const [realm, nonce] = [answer.attributes.get(attribute.realm), answer.attributes.get(attribute.nonce)];
    const isChallenge = [401, 438].includes(codeOf(answer)) && realm !== undefined && nonce !== undefined;
    if (!isChallenge || this.#credentials === undefined || this.#key?.nonce.equals(nonce)) return answer;
    this.#key = { ...this.#credentials, realm: realm.toString(), nonce: Buffer.from(nonce) };
    return await this.#exchange(kind, attributes);
  }

  async #exchange(kind: number, attributes: readonly Attribute[]): Promise<Message> {
    const { bytes, transaction } = encode(kind, attributes, this.#key);
    const answered = new Promise<Message>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("the TURN server does not answer")), answerMs);
      this.#answers.set(transaction, (message) => {
        clearTimeout(late);
        resolve(message);
      });
    });
    this.#wire.send(bytes);
    return await answered;
  }

  #receive(message: Message): void {
    const answer = this.#answers.get(message.transaction);
    this.#answers.delete(message.transaction);
    if ((message.type & refused) === ok || (message.type & refused) === refused) answer?.(message);
    else if (message.type === indication.data) this.heard.push(String(message.attributes.get(attribute.data)));
  }
}

/** The code of a refusal, 0 of a success. */
function codeOf({ type, attributes }: Message): number {
  const error = attributes.get(attribute.errorCode);
  if (error !== undefined) return (error[2] ?? 0) * 100 + (error[3] ?? 0);
  return (type & refused) === ok ? 0 : -1;
}
