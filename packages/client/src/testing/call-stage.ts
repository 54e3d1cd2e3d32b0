import type { PeerId } from "@tgcall/protocol";
import { openCall } from "../call/call.ts";
import type { CallOptions } from "../call/call-options.ts";
import type { Call } from "../call-view.ts";
import { FakeRtc } from "./fake-rtc.ts";
import { FakeService } from "./fake-service.ts";
import { FakeMediaEnvironment } from "./rtc-pair.ts";
import { alice, bob } from "./samples.ts";

/** A page in the call, and what its subscriber was told besides `view`. */
export class Page {
  readonly call: Call;
  readonly told: string[] = [];

  constructor(options: CallOptions) {
    this.call = openCall(options);
    this.call.subscribe((event) => {
      if (event.type !== "view") this.told.push(`${event.type} ${event.peer.peerId.slice(0, 1)}`);
    });
  }

  get peer(): Call["view"]["peers"][number] | undefined {
    return this.call.view.peers[0];
  }
}

/** Two pages, Alice's (impolite) and Bob's, with a service between them, all in memory and on one fake clock. */
export class CallStage {
  readonly environment = new FakeMediaEnvironment(() => 0);
  readonly service = new FakeService(this.environment);
  readonly alice: Page;
  readonly bob: Page;

  constructor(options: Partial<CallOptions> = {}) {
    this.alice = this.open(alice, options);
    this.bob = this.open(bob, {});
  }

  static async talking(options: Partial<CallOptions> = {}): Promise<CallStage> {
    const stage = new CallStage(options);
    await stage.environment.advance(1_000);
    stage.connectMedia();
    return stage;
  }

  open(peerId: PeerId, options: Partial<CallOptions>): Page {
    const { environment, service } = this;
    return new Page({ api: service.join(peerId), token: "token", name: peerId.slice(0, 1), environment, ...options });
  }

  /** The two newest RTCPeerConnections reach each other. */
  connectMedia(): void {
    const [a, b] = this.environment.rtcs.slice(-2);
    if (a !== undefined && b !== undefined) FakeRtc.connect(a, b);
  }
}
