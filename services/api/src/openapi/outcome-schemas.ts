import {
  browserFamilies,
  endReasons,
  mediaRoutes,
  mediaTransports,
  recoveryResults,
  recoveryRungs,
  setupPhases,
  setupResults,
} from "@tgcall/protocol";
import { arrayOf, object, oneOf, type Schema, schemaRef } from "./schema.ts";

const ms = (description: string): Schema => ({ type: "integer", minimum: 0, maximum: 2_678_400_000, description });
const count = (description: string): Schema => ({ type: "integer", minimum: 0, maximum: 1_000_000, description });

/** What a page reports of a call. */
export const outcomeSchemas: Readonly<Record<string, Schema>> = {
  Outcome: {
    ...object(
      {
        browser: oneOf(...browserFamilies),
        traceparent: schemaRef("Traceparent"),
        path: { ...object({ route: oneOf(...mediaRoutes), transport: oneOf(...mediaTransports) }), description: "Where media went." },
        setup: object({
          result: oneOf(...setupResults),
          ageMs: ms("How long before this report the attempt began."),
          phases: {
            ...arrayOf(
              object({
                name: oneOf(...setupPhases),
                startMs: ms("From the beginning of the attempt."),
                durationMs: ms("How long it took, without waiting for people."),
              }),
            ),
            maxItems: setupPhases.length,
          },
        }),
        end: object(
          {
            reason: oneOf(...endReasons),
            talkedMs: ms("From the first media to the end."),
            iceRestarts: count("ICE restarts that the page began."),
            recoveries: {
              ...arrayOf(object({ rung: oneOf(...recoveryRungs), result: oneOf(...recoveryResults), count: count("So many ended so.") })),
              maxItems: recoveryRungs.length * recoveryResults.length,
              description: "Attempts to bring media back.",
            },
            reconnects: count("Signaling connections after the first."),
            longestGapMs: ms("The longest time without a signaling connection."),
            messages: count("Messages to peers that were sent for the first time."),
            resends: count("Messages to peers that were sent again."),
            duplicates: count("Messages of peers that came a second time."),
            lossRatio: { type: "number", minimum: 0, maximum: 1, description: "Media packets that did not arrive." },
            roundTripMs: { type: "integer", minimum: 0, maximum: 60_000, description: "Round trip of the media path." },
            jitterMs: { type: "integer", minimum: 0, maximum: 60_000, description: "How unevenly media packets arrived." },
          },
          ...["recoveries", "lossRatio", "roundTripMs", "jitterMs"],
        ),
      },
      ...["traceparent", "path", "setup", "end"],
    ),
    anyOf: [{ required: ["setup"] }, { required: ["end"] }],
  },
};
