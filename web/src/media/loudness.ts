/** Quietest sound that the meter shows; a quiet room is about -60 dBFS, speech about -30. */
const floorDb = -60;

/** How loud samples of -1 to 1 are, as a share of the meter: 0 is silence, 1 is full scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 - db / floorDb));
}
