/** Service level objectives, of 30 days. */
export const objectives = {
  /** Share of attempts to get into a call that end with media, of those that end with it or fail. */
  setup: 0.995,
  /** Share of requests that are not answered by a fault of ours. */
  requests: 0.999,
  /** The same of the requests that let somebody into a call. */
  joins: 0.999,
  /** Share of upgrades that are not refused by a fault of ours; pages ask again by themselves. */
  upgrades: 0.995,
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

/** What the client is at fault for, as a link that is over, is neither good nor bad: strangers send as much of it as they like. */
export const joins: Events = {
  bad: 'tgcall_api_request_seconds_count{route="/api/join",status="5xx"}',
  all: 'tgcall_api_request_seconds_count{route="/api/join",status=~"2xx|5xx"}',
};

/** `draining` sends a client on to another pod, and counts for neither. */
export const upgrades: Events = {
  bad: 'tgcall_signal_upgrades_total{result=~"internal_error|store_unavailable"}',
  all: 'tgcall_signal_upgrades_total{result=~"admitted|internal_error|store_unavailable"}',
};

/** The share of events that failed within a window, for each of the labels. */
export const failing = ({ bad, all }: Events, window: string, by = ""): string =>
  `sum${by} (rate(${bad}[${window}])) / sum${by} (rate(${all}[${window}]))`;
