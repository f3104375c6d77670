import { createHash, hash } from 'node:crypto';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { OpenBytes } from '../decode/inflate.ts';
import { isObject, type JsonValue, textField } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { type FileRecord, type ReadOutcome, readRecords } from '../decode/read-records.ts';
import { recorderOf } from '../messages/item-change.ts';
import { readMessage, UNWRAPPED } from '../messages/read-message.ts';
import type { NormalItem } from '../normalise/item.ts';
import type { PendingItems } from '../oversized/pending-items.ts';
import { canonicalKey, type DeliveryKey } from '../sources/delivery-key.ts';
import type { SourceFile } from '../sources/delivery-source.ts';
import { DeliveryLanding, type LandingRun } from './delivery-landing.ts';
import { surveyFile } from './survey-file.ts';
import type { Telling } from './telling.ts';

type ReadableKey = Exclude<DeliveryKey, { readonly kind: 'ignored' | 'sample' }>;

/** What landing a file needs beside the run. */
export interface FileDeps {
  readonly store: ObjectStore;
  readonly run: LandingRun;
  readonly pending: PendingItems;
  /** Told after each batch of records. */
  readonly onProgress: () => void;
}

const HELD_BYTES = 8 * 1024 * 1024;

/**
 * Lands one file: its records as rows, then its own row, then its marker. Returns false where its content has landed before. Throws only
 * where the file or the lake cannot be read or written.
 */
export async function landFile(file: SourceFile, key: ReadableKey, deps: FileDeps): Promise<boolean> {
  const { open, digest } = await identified(file);
  // The same list of accounts may become true again later, so its time is part of what it is.
  const id = key.kind === 'accounts' ? hash('sha256', `${digest}\n${file.modifiedAt.toISOString()}`) : digest;
  const marker = `deliveries/${id}.json`;
  if (deps.run.landedIds.has(id) || (await deps.store.head(marker)) !== undefined) return false;
  const sourceKey = key.kind === 'loose' || key.kind === 'accounts' ? file.path : canonicalKey(file.fullPath);
  const landing = new DeliveryLanding(deps.run, id, sourceKey);
  const reader = new FileReader(file, open, key, landing, deps);
  await reader.read();
  deps.run.landedIds.add(id);
  deps.run.lander.after(marker, {
    source_key: sourceKey,
    bytes: file.size,
    landed_at: new Date(deps.run.now).toISOString(),
    items: landing.items,
    rejected: landing.rejected,
  });
  return true;
}

/** The hash of the stored bytes, and a way to read them: small files are held, so that they are read once. */
async function identified(file: SourceFile): Promise<{ readonly open: OpenBytes; readonly digest: string }> {
  if (file.size <= HELD_BYTES) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of file.open()) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    return { open: () => once(bytes), digest: hash('sha256', bytes) };
  }
  const digest = createHash('sha256');
  for await (const chunk of file.open()) digest.update(chunk);
  return { open: file.open, digest: digest.digest('hex') };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** Reads the records of one file and says of each how it was told. */
class FileReader {
  readonly #file: SourceFile;
  readonly #open: OpenBytes;
  readonly #key: ReadableKey;
  readonly #landing: DeliveryLanding;
  readonly #deps: FileDeps;
  #telling: Telling;
  #isSurveyed = false;
  #snapshotId: string | null = null;
  /** A record could not be read, so what the file does not hold is not known. */
  #isIncomplete = false;
  /** Nothing after it can be trusted. */
  #isStopped = false;
  readonly #objectItems: NormalItem[] = [];

  constructor(file: SourceFile, open: OpenBytes, key: ReadableKey, landing: DeliveryLanding, deps: FileDeps) {
    this.#file = file;
    this.#open = open;
    this.#key = key;
    this.#landing = landing;
    this.#deps = deps;
    const recorder =
      'accountId' in key ? { accountId: key.accountId, region: key.region } : UNWRAPPED.recorder;
    this.#telling = {
      sourceKind:
        key.kind === 'snapshot'
          ? 'snapshot'
          : key.kind === 'loose' || key.kind === 'accounts'
            ? 'event'
            : 'history',
      recorder,
      toldAt: 'toldAt' in key ? key.toldAt : null,
      envelopeId: null,
    };
  }

  async read(): Promise<void> {
    const records = readRecords(this.#file.path, this.#open);
    let outcome: ReadOutcome | undefined;
    while (outcome === undefined) {
      const next = await records.next();
      if (next.done === true) outcome = next.value;
      else if (!this.#isStopped) {
        for (const record of next.value) {
          await this.#record(record);
          if (this.#isStopped) break;
        }
        await this.#deps.run.lander.relieve();
        this.#deps.onProgress();
      } else {
        await records.return({ bytes: 0, broken: undefined });
        outcome = { bytes: 0, broken: undefined };
      }
    }
    const { broken } = outcome;
    if (broken !== undefined && !this.#isStopped) {
      const detail = broken.code === 'empty_file' ? undefined : `At byte ${broken.offset}: ${broken.reason}.`;
      this.#reject(broken.code, { text: broken.head }, detail);
    }
    if (this.#key.kind === 'oversized')
      this.#deps.pending.keepObject(canonicalKey(this.#file.fullPath), this.#objectItems);
    const isComplete = broken === undefined && !this.#isStopped && !this.#isIncomplete;
    this.#landing.finish(this.#telling, { isComplete, snapshotId: this.#snapshotId });
  }

  async #record(record: FileRecord): Promise<void> {
    if (record.kind === 'element' && !this.#isSurveyed) await this.#survey(record.shellHead);
    if (record.text === undefined) {
      this.#isIncomplete = true;
      return this.#reject('record_too_large', { text: '' }, `At byte ${record.offset}.`);
    }
    let value: JsonValue;
    try {
      value = parseJson(record.text);
    } catch {
      const isElement = record.kind !== 'value';
      // After an element that is no JSON nothing says where the next one begins: the file ends there.
      if (isElement) this.#isStopped = true;
      return this.#reject(
        isElement ? 'broken_json' : 'invalid_json',
        { text: record.text },
        `At byte ${record.offset}.`,
      );
    }
    try {
      this.#take(record.kind, value);
    } catch (error) {
      // Nothing that was delivered may end the run, however it nests.
      if (!(error instanceof RangeError)) throw error;
      this.#reject('nesting_too_deep', { text: record.text }, `At byte ${record.offset}.`);
    }
  }

  #take(kind: FileRecord['kind'], record: JsonValue): void {
    const value =
      this.#key.kind === 'oversized' && isObject(record) && isObject(record.configurationItem)
        ? record.configurationItem
        : record;
    if (kind === 'shell') this.#snapshotId ??= isObject(value) ? snapshotIdOf(value) : null;
    else if (kind === 'element' || this.#isItemOfDelivery(value)) this.#item(value);
    else
      readMessage(
        value,
        {
          landing: this.#landing,
          oversized: this.#deps.pending,
          modifiedAt: this.#file.modifiedAt.getTime(),
        },
        this.#key.kind === 'loose' ? UNWRAPPED : { ...this.#telling, sourceKind: 'event' },
      );
  }

  /** A single item where AWS Config delivers files. */
  #isItemOfDelivery(value: JsonValue): boolean {
    return (
      this.#key.kind !== 'loose' &&
      isObject(value) &&
      value.resourceType !== undefined &&
      value.configurationItem === undefined
    );
  }

  #item(value: JsonValue): void {
    if (!isObject(value)) {
      this.#reject('not_config', { value }, 'The item is no JSON object.');
      return;
    }
    const recorder = this.#key.kind === 'loose' ? recorderOf(value, this.#telling) : this.#telling.recorder;
    const item = this.#landing.item(value, { ...this.#telling, recorder });
    if (item !== undefined && this.#key.kind === 'oversized') this.#objectItems.push(item);
  }

  /** What the name does not tell is asked of the items: kind, recorder and time of a file that lies somewhere. */
  async #survey(shellHead: string): Promise<void> {
    this.#isSurveyed = true;
    const isLoose = this.#key.kind === 'loose';
    if (!isLoose && this.#telling.toldAt !== null) return;
    const survey = await surveyFile(this.#file.path, this.#open, this.#deps.run.now);
    const isSnapshot = /"(configSnapshotId|requestId)"\s*:/.test(shellHead);
    this.#telling = {
      sourceKind: isLoose ? (isSnapshot ? 'snapshot' : 'history') : this.#telling.sourceKind,
      recorder: isLoose ? survey.recorder : this.#telling.recorder,
      toldAt: this.#telling.toldAt ?? survey.newestCapture,
      envelopeId: null,
    };
  }

  #reject(
    code: Parameters<DeliveryLanding['reject']>[0]['code'],
    record: Parameters<DeliveryLanding['reject']>[1],
    detail?: string,
  ): void {
    const { accountId, region } = this.#telling.recorder;
    this.#landing.reject(
      { code, accountId, region, ...(detail === undefined ? {} : { detail }) },
      record,
      this.#telling,
    );
  }
}

function snapshotIdOf(shell: { readonly [key: string]: JsonValue }): string | null {
  return (
    textField(shell, 'configSnapshotId', 'requestId') ??
    (isObject(shell.data) ? snapshotIdOf(shell.data) : null)
  );
}
