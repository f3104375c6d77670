import type { Model, ModelPreview, ModelReply, ModelRequest } from '../ports/model.ts';
import { ModelCancelledError } from '../ports/model-errors.ts';

/** One reply for every call, one after another, or computed from the request. */
export type Script =
  | ModelReply
  | readonly ModelReply[]
  | ((request: ModelRequest) => ModelReply | Promise<ModelReply>);

/** A model that says what a test wrote down, and remembers what it was asked. A call nobody wrote down throws. */
export class ScriptedModel implements Model {
  readonly name = 'scripted';
  readonly modelId = 'scripted-1';
  readonly calls: ModelRequest[] = [];
  readonly #script: Script | undefined;

  constructor(script?: Script) {
    this.#script = script;
  }

  async converse(request: ModelRequest): Promise<ModelReply> {
    if (request.signal?.aborted === true) throw new ModelCancelledError('The caller gave up.');
    this.calls.push(request);
    const script = this.#script;
    if (typeof script === 'function') return script(request);
    const reply = Array.isArray(script) ? script[this.calls.length - 1] : (script as ModelReply | undefined);
    if (reply === undefined) throw new Error(`The script has no reply for call ${this.calls.length}.`);
    return reply;
  }

  async preview({ system, messages, tool }: ModelRequest): Promise<ModelPreview> {
    return { to: 'nobody', settings: { model: this.modelId }, body: { system, messages, tool } };
  }

  async close(): Promise<void> {}
}
