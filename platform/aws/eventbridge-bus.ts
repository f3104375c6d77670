import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { RequestRefusedError, ServiceFaultError, ThrottledError } from '../ports/errors.ts';
import { EVENT_SOURCE, type EventBus, type LakeEvent } from '../ports/event-bus.ts';
import { fromAws } from './errors.ts';

export interface EventBridgeBusOptions {
  readonly client: EventBridgeClient;
  /** Name or ARN of the bus. */
  readonly bus: string;
}

const TRIES = 4;
const BACK_OFF_MS = 100;
const THROTTLED = 'ThrottlingException';
const PASSING = new Set(['InternalFailure', 'InternalException', 'ServiceUnavailable', THROTTLED]);

/**
 * Publishes the lake's events on an EventBridge bus: source `stocktake`, the type as detail-type. PutEvents answers 200 and
 * names the entries that it did not take: those that may be taken later are tried again, the others are errors.
 */
export class EventBridgeBus implements EventBus {
  readonly #client: EventBridgeClient;
  readonly #bus: string;

  constructor(options: EventBridgeBusOptions) {
    this.#client = options.client;
    this.#bus = options.bus;
  }

  async publish(event: LakeEvent): Promise<void> {
    const doing = `publishing ${event.type} on ${this.#bus}`;
    const entry: PutEventsRequestEntry = {
      EventBusName: this.#bus,
      Source: EVENT_SOURCE,
      DetailType: event.type,
      Detail: JSON.stringify(event.detail),
    };
    for (let tried = 1; ; tried += 1) {
      const failure = await this.#failureOf(entry, doing);
      if (failure === undefined) return;
      if (tried >= TRIES || !PASSING.has(failure.ErrorCode ?? '')) throw errorOf(failure, doing);
      await sleep(BACK_OFF_MS * 2 ** tried * Math.random());
    }
  }

  async #failureOf(entry: PutEventsRequestEntry, doing: string): Promise<PutEventsResultEntry | undefined> {
    try {
      const { Entries = [] } = await this.#client.send(new PutEventsCommand({ Entries: [entry] }));
      return Entries.find(({ ErrorCode }) => ErrorCode !== undefined);
    } catch (error) {
      throw fromAws(error, { service: 'EventBridge', doing });
    }
  }
}

function errorOf({ ErrorCode = '', ErrorMessage = '' }: PutEventsResultEntry, doing: string) {
  const text = `EventBridge did not take the event while ${doing}: ${ErrorCode} ${ErrorMessage}`.trim();
  if (ErrorCode === THROTTLED) return new ThrottledError(text);
  return PASSING.has(ErrorCode) ? new ServiceFaultError(text) : new RequestRefusedError(text);
}
