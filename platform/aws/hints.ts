/** For callers of a deployed Stocktake, where what helps is not in their hands. */
const IN_OTHER_HANDS = 'Try again in a few minutes; if it stays so, tell whoever runs Stocktake.';

/**
 * What a person can do next. On one's own machine whoever reads it holds the credentials and can sign in, set a Region or
 * name a profile. In a function they belong to the function, and who reads it can do none of that.
 *
 * @param own for one's own machine
 */
export const hintFor = (own: string, caller = IN_OTHER_HANDS): string =>
  process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? own : caller;
