/** Service level objectives, of 30 days. */
export const objectives = {
  /** Share of attempts to get into a call that end with media, when a peer was there. */
  setup: 0.995,
  /** Share of requests that are not answered by a fault of ours. */
  requests: 0.999,
} as const;

/** Series that count what an objective is about: the events that failed it, and all of them. */
export interface Events {
  readonly bad: string;
  readonly all: string;
}

/** `alone` waited for somebody who did not come, `refused` had a link that was over: neither is a failure of ours. */
export const setups: Events = {
  bad: 'tgcall_client_setups_total{result="failed"}',
  all: 'tgcall_client_setups_total{result=~"connected|failed"}',
};

export const requests: Events = {
  bad: 'tgcall_api_request_seconds_count{status="5xx"}',
  all: "tgcall_api_request_seconds_count",
};

/** The share of events that failed within a window, for each of the labels. */
export const failing = ({ bad, all }: Events, window: string, by = ""): string =>
  `sum${by} (rate(${bad}[${window}])) / sum${by} (rate(${all}[${window}]))`;
