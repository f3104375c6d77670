import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Context } from 'aws-lambda';
import { describeError } from './describe-error.ts';

/** Counts, codes, ids and times: never a question, SQL, a value of a row, a token or the body of a message. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | object>>;

/** What an invocation may tell about itself. */
export interface Telemetry {
  /** One structured line. */
  info(message: string, fields?: LogFields): void;
  /** Something went wrong: its class, code and place, not its text. */
  error(message: string, error: unknown, fields?: LogFields): void;
  count(name: string, value: number): void;
  seconds(name: string, value: number): void;
  /** The id by which the lines of one question, batch or run are found again; X-Ray's own is added by the logger. */
  correlate(id: string): void;
}

/**
 * Wraps what a function does: structured logs with request and correlation ids, a ColdStart metric, one X-Ray subsegment an
 * invocation. Names and namespace come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE.
 */
export function instrumented<Event, Result>(
  work: (event: Event, telemetry: Telemetry, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const logger = new Logger();
  const metrics = new Metrics({ namespace: process.env.POWERTOOLS_METRICS_NAMESPACE ?? 'Stocktake' });
  // Responses and messages of errors hold what callers asked and got: they stay out of traces.
  const tracer = new Tracer();
  const telemetry = telemetryOf(logger, metrics);
  return async (event, context) => {
    logger.resetKeys();
    logger.addContext(context);
    metrics.captureColdStartMetric(context.functionName);
    const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
    const subsegment = segment?.addNewSubsegment('## handler');
    if (subsegment !== undefined) tracer.setSegment(subsegment);
    tracer.annotateColdStart();
    tracer.addServiceNameAnnotation();
    try {
      return await work(event, telemetry, context);
    } catch (error) {
      subsegment?.addErrorFlag();
      telemetry.error('the invocation failed', error);
      throw error;
    } finally {
      subsegment?.close();
      if (segment !== undefined) tracer.setSegment(segment);
      metrics.publishStoredMetrics();
    }
  };
}

function telemetryOf(logger: Logger, metrics: Metrics): Telemetry {
  return {
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    error: (message, error, fields = {}) => logger.error(message, { ...fields, fault: describeError(error) }),
    count: (name, value) => {
      metrics.addMetric(name, MetricUnit.Count, value);
    },
    seconds: (name, value) => {
      metrics.addMetric(name, MetricUnit.Seconds, value);
    },
    correlate: (id) => logger.setCorrelationId(id),
  };
}

/** For tests and for work outside a function: tells nobody. */
export const silentTelemetry: Telemetry = {
  info: () => undefined,
  error: () => undefined,
  count: () => undefined,
  seconds: () => undefined,
  correlate: () => undefined,
};
