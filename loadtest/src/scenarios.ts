/** How long calls last: log-normal, as studies of telephone traffic find it. */
export interface CallLength {
  readonly median: number;
  /** The standard deviation of the logarithm; 0 makes all the same. */
  readonly spread: number;
  readonly longest: number;
}

export interface CallHabits {
  readonly lengthSeconds: CallLength;
  /** Of each peer, once the call is set up. */
  readonly messagesPerSecond: number;
  readonly messageBytes: number;
  /** Share of calls (0 to 1) in which one peer's network fails once. */
  readonly flapShare: number;
  /** How often the connections of all peers end at the same moment. */
  readonly stormEverySeconds?: number;
}

export interface Scenario {
  readonly about: string;
  /** How many calls begin in a second, whatever became of those before. */
  readonly callsPerSecond: number;
  /** For how long calls begin. */
  readonly arrivalSeconds: number;
  readonly call: CallHabits;
}

interface Size {
  readonly rate: number;
  readonly minutes: number;
}

const people = { messagesPerSecond: 1, messageBytes: 200, flapShare: 0.3 } as const;
const gatherSeconds = 30;

/** Calls that gather first and then stay for the whole test. */
const gathered = (about: string, { rate, minutes }: Size, habits: Omit<CallHabits, "lengthSeconds">): Scenario => ({
  about,
  callsPerSecond: rate,
  arrivalSeconds: gatherSeconds,
  call: { ...habits, lengthSeconds: { median: minutes * 60, spread: 0, longest: minutes * 60 } },
});

const scenarios: Readonly<Record<string, { readonly usual: Size; readonly of: (size: Size) => Scenario }>> = {
  smoke: {
    usual: { rate: 2, minutes: 1 },
    of: ({ rate, minutes }) => ({
      about: "short calls for a minute: does it work at all?",
      callsPerSecond: rate,
      arrivalSeconds: minutes * 60,
      call: { ...people, lengthSeconds: { median: 6, spread: 0.6, longest: 20 } },
    }),
  },
  calls: {
    usual: { rate: 5, minutes: 10 },
    of: ({ rate, minutes }) => ({
      about: "people who call each other: what does the installation carry?",
      callsPerSecond: rate,
      arrivalSeconds: minutes * 60,
      call: { ...people, lengthSeconds: { median: 60, spread: 1, longest: 300 } },
    }),
  },
  signaling: {
    usual: { rate: 5, minutes: 5 },
    of: (size) =>
      gathered("few calls that say as much as they may: forwarding alone", size, { ...people, messagesPerSecond: 12, messageBytes: 1_000 }),
  },
  storm: {
    usual: { rate: 10, minutes: 5 },
    of: (size) =>
      gathered("all connections end at once, every minute: does everybody come back?", size, { ...people, stormEverySeconds: 60 }),
  },
  soak: {
    usual: { rate: 1, minutes: 240 },
    of: ({ rate, minutes }) => ({
      about: "hours of moderate load: does anything grow or wear out?",
      callsPerSecond: rate,
      arrivalSeconds: minutes * 60,
      call: { ...people, lengthSeconds: { median: 120, spread: 1, longest: 600 } },
    }),
  },
};

/** Each scenario with its usual size, for people. */
export const scenarioLines: readonly string[] = Object.entries(scenarios).map(
  ([name, { usual, of }]) => `${name.padEnd(10)} ${of(usual).about} (${usual.rate} calls a second, ${usual.minutes} min)`,
);

/** The scenario of that name, with its usual size where nothing else is said; throws where there is none. */
export function scenarioOf(name: string, size: Partial<Size>): Scenario {
  const found = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (found === undefined) throw new Error(`there is no scenario ${name}, but ${Object.keys(scenarios).join(", ")}`);
  return found.of({ ...found.usual, ...size });
}

export function drawSeconds({ median, spread, longest }: CallLength): number {
  // Box and Muller's normal number from two even ones.
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.min(longest, median * Math.exp(spread * normal));
}

/** How many calls there are at once, on average and once they have gathered. */
export const callsAtOnce = ({ callsPerSecond, arrivalSeconds, call: { lengthSeconds } }: Scenario): number =>
  callsPerSecond *
  Math.min(arrivalSeconds, Math.min(lengthSeconds.longest, lengthSeconds.median * Math.exp(lengthSeconds.spread ** 2 / 2)));
