export { type ApiClient, type CreateRequest, createApiClient, NetworkError } from "./api-client.ts";
export { openCall } from "./call/call.ts";
export type { CallOptions } from "./call/call-options.ts";
export type { Call, CallEvent, CallPhase, CallView, EndCause, MediaPhase, RemotePeer, TrackSource } from "./call-view.ts";
export type { Clock, Environment, MediaEnvironment, Socket, SocketEvents, Wake } from "./environment.ts";
export type { SourceTracks } from "./media/slots.ts";
export type { Appearance, AppearanceChange } from "./session/own-state.ts";
export { openSession } from "./session/session.ts";
export type { Self, Session, SessionEvent, SessionOptions } from "./session/session-view.ts";
