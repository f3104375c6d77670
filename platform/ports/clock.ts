/** Where "now" comes from: the machine's clock, `--now`, or a sample lake's as_of. */
export interface Clock {
  now(): Date;
}
