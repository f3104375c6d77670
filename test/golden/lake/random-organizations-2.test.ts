import { describe } from 'vitest';
import { agreesOnRandomOrganizations, ORGANIZATIONS } from './random-lakes.ts';

describe('the lake and the oracle agree on random organizations of even seeds', () => {
  agreesOnRandomOrganizations(Array.from({ length: ORGANIZATIONS / 2 }, (_unused, index) => 2 * index + 2));
});
