import { type ChannelMessage, parseChannelMessage } from "./media-message.ts";

const maxBufferedBytes = 256 * 1024;

/** The one data channel of a connection, for what must get through while signaling is away. */
export class PeerChannel {
  readonly #channel: RTCDataChannel;

  constructor(rtc: RTCPeerConnection, onChange: () => void, onMessage: (message: ChannelMessage) => void) {
    this.#channel = rtc.createDataChannel("tgcall", { negotiated: true, id: 0 });
    this.#channel.onopen = onChange;
    this.#channel.onclose = onChange;
    this.#channel.onmessage = ({ data }) => {
      const message = parseChannelMessage(data);
      if (message !== undefined) onMessage(message);
    };
  }

  get isOpen(): boolean {
    return this.#channel.readyState === "open";
  }

  /** Whether the message was taken; a channel that does not keep up takes none. */
  send(message: ChannelMessage): boolean {
    if (!this.isOpen || this.#channel.bufferedAmount > maxBufferedBytes) return false;
    this.#channel.send(JSON.stringify(message));
    return true;
  }

  /** Its RTCPeerConnection closes: nothing is heard any more. */
  close(): void {
    const channel = this.#channel;
    channel.onopen = channel.onclose = channel.onmessage = null;
  }
}
