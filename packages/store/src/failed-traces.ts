/** Tells every process of an installation which traces failed, so that each sends its part. At most once; what is lost is lost. */
export interface FailedTraces {
  /** Returns at once. */
  tell(traceId: string): void;
  /** Hears of them from soon on, those that this process tells included, until the store closes. */
  hear(listener: (traceId: string) => void): void;
}
