import type { PeerState, Traceparent } from "@tgcall/protocol";
import type { ApiClient } from "../api-client.ts";
import type { MediaEnvironment } from "../environment.ts";
import type { SourceTracks } from "../media/slots.ts";
import type { ReportOptions } from "../outcome/call-journal.ts";

/** What it takes to be in a call. */
export interface CallOptions {
  readonly api: Pick<ApiClient, "join">;
  /** The join token of the link. */
  readonly token: string;
  readonly name: string;
  /** What is shown at first; a track counts as shown unless this says otherwise. */
  readonly state?: Partial<PeerState>;
  /** What is sent at first; the caller keeps owning the tracks. */
  readonly tracks?: SourceTracks;
  /** Names this page load; random unless given. */
  readonly instance?: string;
  readonly environment?: MediaEnvironment;
  /** Who is told how the call went; nobody when absent. */
  readonly report?: ReportOptions;
  /** Which span the way into the call belongs under, where an answer of the api named one. */
  readonly traceparent?: Traceparent | undefined;
}
