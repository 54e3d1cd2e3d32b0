/** What deliveries had to do, over all peers and epochs of a session. */
export interface DeliveryCounts {
  /** Messages that were sent for the first time, and sent again. */
  messages: number;
  resends: number;
  /** Messages that came a second time. */
  duplicates: number;
}

export const noDeliveries = (): DeliveryCounts => ({ messages: 0, resends: 0, duplicates: 0 });
