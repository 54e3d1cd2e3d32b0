import { loudness } from "./loudness.ts";

const intervalMs = 80;

/** Measures how loud tracks are, all on one audio context, until `close`. */
export class SoundLevels {
  #context: AudioContext | undefined;
  readonly #stops = new Set<() => void>();

  /** Tells `hear` the level, 0 to 1, about twelve times a second, until the answer is called; nothing where sound cannot be analysed. */
  measure(track: MediaStreamTrack, hear: (level: number) => void): () => void {
    try {
      return this.#listen(track, hear);
    } catch {
      return ignored;
    }
  }

  /** Ends every measurement; closing twice is fine. */
  close(): void {
    for (const stop of this.#stops) stop();
    this.#context?.close().catch(ignored);
    this.#context = undefined;
  }

  #listen(track: MediaStreamTrack, hear: (level: number) => void): () => void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      // Browsers suspend sound until a gesture, and while a phone call comes in; measuring just waits for it.
      if (context.state !== "running") context.resume().catch(ignored);
      analyser.getFloatTimeDomainData(samples);
      hear(loudness(samples));
    }, intervalMs);
    const stop = (): void => {
      clearInterval(timer);
      source.disconnect();
      this.#stops.delete(stop);
    };
    this.#stops.add(stop);
    return stop;
  }
}

const ignored = (): void => {};

/** Measures one track by itself; `SoundLevels` spares contexts where there are several. */
export function measureLevel(track: MediaStreamTrack, hear: (level: number) => void): () => void {
  const levels = new SoundLevels();
  levels.measure(track, hear);
  return () => levels.close();
}
