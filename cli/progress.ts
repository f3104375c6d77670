import { spinner } from '@clack/prompts';

/** Where long work tells how far it is: standard error, so that standard output stays for results. */
export interface Progress {
  start(text: string): void;
  update(text: string): void;
  done(text: string): void;
}

const PLAIN_INTERVAL_MS = 1_000;

/** A spinner for people at a terminal, plain lines (at most one a second) anywhere else. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  return stream.isTTY && process.env.CI === undefined ? spinning(stream) : plain(stream);
}

function spinning(stream: NodeJS.WriteStream): Progress {
  let current = spinner({ output: stream });
  return {
    start: (text) => {
      current = spinner({ output: stream });
      current.start(text);
    },
    update: (text) => current.message(text),
    done: (text) => current.stop(text),
  };
}

function plain(stream: NodeJS.WriteStream): Progress {
  let last = 0;
  const line = (text: string) => stream.write(`${text}\n`);
  return {
    start: (text) => {
      last = performance.now();
      line(text);
    },
    update: (text) => {
      if (performance.now() - last < PLAIN_INTERVAL_MS) return;
      last = performance.now();
      line(`  ${text}`);
    },
    done: line,
  };
}
