import { isoDay } from '../time.ts';
import { envelope } from './envelopes.ts';
import type { EventFate, MessageForm } from './fate.ts';
import { writeWhole } from './files.ts';
import type { Message } from './messages.ts';

interface Posted {
  readonly at: number;
  readonly order: number;
  readonly text: string;
}

/** One account's events, kept until the account is done, then written by day in order of arrival. */
export class Outbox {
  readonly #accountId: string;
  readonly #compressed: boolean;
  #posted: Posted[] = [];

  constructor(accountId: string, compressed: boolean) {
    this.#accountId = accountId;
    this.#compressed = compressed;
  }

  get count(): number {
    return this.#posted.length;
  }

  post(message: Message, fate: Pick<EventFate, 'arrivesAt' | 'envelopeId'> & Partial<EventFate>): void {
    const form: MessageForm = fate.form ?? 'eventbridge';
    const text = JSON.stringify(envelope(message, form, fate.arrivesAt, fate.envelopeId));
    this.#posted.push({ at: fate.arrivesAt, order: this.#posted.length, text });
    if (fate.again !== undefined) this.#posted.push({ at: fate.again, order: this.#posted.length, text });
  }

  /** Writes `events/<day>-<account>.jsonl[.gz]`, and the day's first event as a file of its own, as a person saves one. Returns the number of files. */
  async write(root: string): Promise<number> {
    const days = new Map<string, Posted[]>();
    for (const posted of this.#posted.sort((a, b) => a.at - b.at || a.order - b.order)) {
      const day = isoDay(posted.at);
      const list = days.get(day);
      if (list === undefined) days.set(day, [posted]);
      else list.push(posted);
    }
    let isFirst = true;
    let files = 0;
    for (const [day, list] of days) {
      const [single, ...rest] = list;
      if (isFirst && !this.#compressed && single !== undefined) {
        await writeWhole(
          root,
          `events/${day}-${this.#accountId}-first.json`,
          `${JSON.stringify(JSON.parse(single.text), null, 2)}\n`,
        );
        files += 1 + (await this.#writeDay(root, day, rest));
      } else files += await this.#writeDay(root, day, list);
      isFirst = false;
    }
    this.#posted = [];
    return files;
  }

  async #writeDay(root: string, day: string, list: readonly Posted[]): Promise<number> {
    if (list.length === 0) return 0;
    await writeWhole(
      root,
      `events/${day}-${this.#accountId}.jsonl${this.#compressed ? '.gz' : ''}`,
      `${list.map((posted) => posted.text).join('\n')}\n`,
    );
    return 1;
  }
}
