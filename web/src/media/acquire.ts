import type { DeviceKind, MediaPort } from "./media-port.ts";
import { type MediaProblem, mediaProblem } from "./media-problem.ts";

/** What each wanted kind ended in: a live track, or the problem. */
export type Acquired = { readonly [K in DeviceKind]?: MediaStreamTrack | MediaProblem };

export type Constraints = Readonly<Record<DeviceKind, MediaTrackConstraints>>;

/**
 * Opens the wanted devices with one prompt, and makes do with what there is: a second request is made only where it
 * shows no further prompt, or the browser refused without showing the first.
 */
export async function acquire(port: MediaPort, wanted: readonly DeviceKind[], constraints: Constraints): Promise<Acquired> {
  if (!port.secure) return forAll(wanted, "insecure");
  if (port.devices === undefined) return forAll(wanted, "unsupported");
  const present = await presentKinds(port, wanted);
  const missing = forAll(
    wanted.filter((kind) => !present.includes(kind)),
    "not-found",
  );
  return { ...missing, ...(await open(port, present, constraints)) };
}

async function open(port: MediaPort, kinds: readonly DeviceKind[], constraints: Constraints): Promise<Acquired> {
  if (kinds.length === 0) return {};
  const first = await request(port, kinds, constraints);
  if (first.problem === undefined) return first.tracks;
  if (kinds.length < 2 || first.problem === "blocked") return forAll(kinds, first.problem);
  const worthAlone = first.problem === "denied" ? await kindsNotDenied(port, kinds) : kinds;
  const result: { [K in DeviceKind]?: MediaStreamTrack | MediaProblem } = forAll(kinds, first.problem);
  for (const kind of worthAlone) {
    const alone = await request(port, [kind], constraints);
    result[kind] = alone.problem ?? alone.tracks[kind] ?? "unknown";
  }
  return result;
}

type Outcome = { readonly problem: MediaProblem } | { readonly problem?: undefined; readonly tracks: Acquired };

async function request(port: MediaPort, kinds: readonly DeviceKind[], constraints: Constraints): Promise<Outcome> {
  try {
    const audio = kinds.includes("microphone") && constraints.microphone;
    const video = kinds.includes("camera") && constraints.camera;
    const stream = await port.devices?.getUserMedia({ audio, video });
    const [microphone] = stream?.getAudioTracks() ?? [];
    const [camera] = stream?.getVideoTracks() ?? [];
    return { tracks: { ...(microphone && { microphone }), ...(camera && { camera }) } };
  } catch (error) {
    return { problem: mediaProblem(error) };
  }
}

/** Where one kind is denied for good, the browser refuses both unasked; the other may still be had. */
async function kindsNotDenied(port: MediaPort, kinds: readonly DeviceKind[]): Promise<readonly DeviceKind[]> {
  const states = await Promise.all(kinds.map((kind) => port.permission(kind)));
  const someDenied = states.includes("denied");
  return kinds.filter((_, index) => states[index] === "granted" || (someDenied && states[index] === "prompt"));
}

/** Browsers list the kinds of devices, without names, before permission; an empty list tells nothing. */
async function presentKinds(port: MediaPort, wanted: readonly DeviceKind[]): Promise<readonly DeviceKind[]> {
  const infos = (await port.devices?.enumerateDevices().catch(() => [])) ?? [];
  const present = wanted.filter((kind) => infos.some((info) => info.kind === (kind === "camera" ? "videoinput" : "audioinput")));
  const tells = infos.some(({ kind }) => kind !== "audiooutput");
  return tells ? present : wanted;
}

const forAll = (kinds: readonly DeviceKind[], problem: MediaProblem): Acquired => Object.fromEntries(kinds.map((kind) => [kind, problem]));
