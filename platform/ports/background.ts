/**
 * Work that another process does after this one has answered. It is begun at least once: doing it again must change
 * nothing that a caller sees.
 */
export interface Background<Job> {
  /** Returns as soon as the work is accepted; throws where it is not. */
  start(job: Job): Promise<void>;
}
