/** What k6 runs: `k6 run -e SCENARIO=smoke -e URL=http://localhost:3000 loadtest/src/main.ts`; `npm run load` does it with reports. */
import type { Options } from "k6/options";
import { makeCall } from "./call.ts";
import { objectives, thresholdOf } from "./objectives.ts";
import { filesOf, reportOn, type Summary } from "./report.ts";
import { callsAtOnce, scenarioOf } from "./scenarios.ts";
import { target } from "./target.ts";

export { checkTarget as setup } from "./api.ts";

const number = (name: string): number | undefined => (__ENV[name] === undefined ? undefined : Number(__ENV[name]));
const [rate, minutes] = [number("RATE"), number("MINUTES")];
const name = __ENV["SCENARIO"] ?? "smoke";
const scenario = scenarioOf(name, { ...(rate === undefined ? {} : { rate }), ...(minutes === undefined ? {} : { minutes }) });
/** Arriving, setting up and settling, beside the call itself. */
const overheadSeconds = 3;
/** The same where nothing goes well. */
const lastSeconds = 60;

const expected = callsAtOnce(scenario) + overheadSeconds * scenario.callsPerSecond;

export const options: Options = {
  scenarios: {
    [name]: {
      executor: "constant-arrival-rate",
      rate: Math.max(1, Math.round(scenario.callsPerSecond * 60)),
      timeUnit: "1m",
      duration: `${scenario.arrivalSeconds}s`,
      preAllocatedVUs: Math.ceil(1.5 * expected) + 10,
      maxVUs: Math.ceil(1.5 * expected + lastSeconds * scenario.callsPerSecond) + 10,
      gracefulStop: `${scenario.call.lengthSeconds.longest + lastSeconds}s`,
    },
  },
  thresholds: Object.fromEntries(objectives.map((objective) => [objective.metric, [thresholdOf(objective)]])),
  // Each call is made by people who were not there before.
  noVUConnectionReuse: true,
  summaryTrendStats: ["count", "med", "p(95)", "p(99)", "max"],
  // Addresses name calls, of which there are many.
  systemTags: ["name", "method", "status", "error_code", "scenario", "expected_response"],
};

export default (): Promise<void> => makeCall(scenario.call);

export function handleSummary(summary: Summary): Readonly<Record<string, string>> {
  const { about, callsPerSecond } = scenario;
  // A place is a path without its ending.
  return filesOf(reportOn(summary, { scenario: name, about, url: target.url, callsPerSecond }), __ENV["REPORT"]);
}
