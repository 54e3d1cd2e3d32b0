import type { CallId, PeerId, Traceparent } from "@tgcall/protocol";
import type { PodId, Roster } from "./roster.ts";

/** What pods send each other. `frame` is the ready text frame for the receiver. */
export type Envelope =
  | {
      readonly type: "frame";
      readonly callId: CallId;
      readonly to: PeerId;
      /** The receiver's stay that the sender's pod had in mind. */
      readonly generation: number;
      readonly from: PeerId;
      readonly fromPod: PodId;
      readonly frame: string;
      /** The span that forwards it, where the frame is traced. */
      readonly traceparent?: Traceparent;
    }
  /** A frame came to a pod that does not hold its receiver: `to` is the sender, `peerId` whom it could not reach. */
  | { readonly type: "undeliverable"; readonly callId: CallId; readonly to: PeerId; readonly peerId: PeerId }
  | { readonly type: "roster"; readonly roster: Roster };

/** `ageMs`: how long the envelope was on its way, if that is known. */
export type Deliver = (envelope: Envelope, ageMs?: number) => void;

/**
 * Carries envelopes into pods' inboxes: at most once, in order per sending pod. One inbox a pod for its whole life, so cost
 * does not grow with pods or calls. Envelopes of one tick to one pod travel together.
 */
export interface Bus {
  /** Hands the envelope over and returns at once; what cannot be sent is dropped and counted, never queued without bound. */
  send(pod: PodId, envelope: Envelope): void;
  /** Resolves once envelopes sent from now on will arrive. */
  open(pod: PodId, deliver: Deliver): Promise<void>;
  close(): Promise<void>;
}
