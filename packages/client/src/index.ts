export { type ApiClient, type CreateRequest, createApiClient, NetworkError } from "./api-client.ts";
export type { Call, CallEvent, CallPhase, CallView, EndCause, MediaPhase, RemotePeer, TrackSource } from "./call-view.ts";
