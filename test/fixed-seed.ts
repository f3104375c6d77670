import fc from 'fast-check';

/** Properties draw the same cases in every run, so that a failure is a change of ours; STOCKTAKE_SEED draws others. */
fc.configureGlobal({ seed: Number(process.env.STOCKTAKE_SEED ?? 20_260_310) });
