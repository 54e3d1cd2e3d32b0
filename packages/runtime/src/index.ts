export { closeHttpServer, createHttpServer, listen } from "./http-server.ts";
export { createLifecycle, type Lifecycle, type LifecycleOptions, type ProcessHooks } from "./lifecycle.ts";
export { type LogEvent, type LogEventDescription, logEvents } from "./log-events.ts";
export { createLogger, type LogFields, type Logger, type LoggerOptions, silentLogger } from "./logger.ts";
export {
  type Counter,
  createMetrics,
  type Gauge,
  type Histogram,
  type LabelSets,
  type MetricDescription,
  type MetricName,
  type Metrics,
  requestBuckets,
} from "./metrics.ts";
export { type OpsServer, type OpsServerOptions, type Readiness, startOpsServer } from "./ops-server.ts";
export { createOrigins, type Origins } from "./origins.ts";
export { Permits } from "./permits.ts";
export { answerProblem, refuseSocket } from "./problem-answer.ts";
export { type Environment, readSettings, type Settings, SettingsError, type SettingsRule } from "./read-settings.ts";
export { readinessOf } from "./readiness.ts";
export { createReadinessMetric } from "./readiness-metric.ts";
export { runService, type ServiceOptions, type ServiceParts } from "./run-service.ts";
export * from "./setting.ts";
export { settingKinds } from "./setting-kind.ts";
export { shareFailedTraces } from "./share-failed-traces.ts";
export {
  processSettings,
  publicAddress,
  publicSettings,
  redisOptions,
  redisUrlIsGiven,
  redisUrlIsReadable,
  storeSettings,
  tokenOptions,
  tokenSettings,
  turnOptions,
  turnSettings,
} from "./shared-settings.ts";
export {
  currentTraceparent,
  describeSpan,
  failSpan,
  linkTrace,
  nameRequest,
  type OpenSpan,
  openSpan,
  problemAttribute,
  type SpanAttributes,
  type SpanOptions,
} from "./spans.ts";
export { createStoreMetrics, type StoreMetrics } from "./store-metrics.ts";
export { currentTraceId } from "./trace-id.ts";
export { createTrustMetrics, type TrustMetrics } from "./trust-metrics.ts";
