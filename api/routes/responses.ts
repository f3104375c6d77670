import { ProblemSchema } from '../contract/rest.ts';

const json = <T>(schema: T) => ({ 'application/json': { schema } });

/** A documented JSON response. */
export const answering = <T>(description: string, schema: T) => ({ description, content: json(schema) });

/** A documented JSON request body. */
export const body = <T>(schema: T) => ({ required: true, content: json(schema) });

export const problems = {
  400: answering('The request does not fit', ProblemSchema),
  404: answering('Nothing of that name', ProblemSchema),
  500: answering('Something went wrong inside', ProblemSchema),
};
