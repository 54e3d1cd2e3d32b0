import type { PeerSettings } from "./headless-peer.ts";
import type { PeerEvent, PeerView } from "./history.ts";
import type { LedgerView } from "./ledger.ts";

/** What a test tells a process of headless peers to do, by name, and what each answers. */
export interface Orders {
  join(peers: readonly PeerSettings[]): void;
  /** The page is loaded again: the same link, a new page. */
  reload(peers: readonly string[]): void;
  leave(peers: readonly string[]): void;
  vanish(peers: readonly string[]): void;
  /** Their connections end, and they come back. */
  cut(peers: readonly string[]): void;
  /** For all peers of the process. */
  load(perSecond: number, bytes: number): void;
  /** One message of each of these peers. */
  say(peers: readonly string[]): void;
  views(): readonly PeerView[];
  /** Those of vanished and reloaded pages stand here too. */
  ledgers(): readonly LedgerView[];
  events(): readonly PeerEvent[];
  /** Sorted; takes them away. */
  latencies(): readonly number[];
}

export type OrderName = keyof Orders;

/** An order on its way, and its answer. */
export interface Order {
  readonly id: number;
  readonly name: OrderName;
  readonly words: readonly unknown[];
}

export interface OrderAnswer {
  readonly id: number;
  readonly answer?: unknown;
  readonly failure?: string;
}
