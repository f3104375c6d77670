import { ProblemSchema, QuestionAcceptedSchema } from '../contract/rest.ts';

const json = <T>(schema: T) => ({ 'application/json': { schema } });

/** A documented JSON response. */
export const answering = <T>(description: string, schema: T) => ({ description, content: json(schema) });

/** A documented JSON request body. */
export const body = <T>(schema: T) => ({ required: true, content: json(schema) });

/** Work that takes longer than a request may. */
export const accepted = {
  202: answering(
    'It takes long; GET /v1/questions/{id} has the answer when it is made',
    QuestionAcceptedSchema,
  ),
};

export const problems = {
  400: answering('The request does not fit', ProblemSchema),
  401: answering('Nobody has signed in, or the sign-in has expired', ProblemSchema),
  403: answering('This user may not do that', ProblemSchema),
  404: answering('Nothing of that name', ProblemSchema),
  413: answering('The response is larger than one can be', ProblemSchema),
  500: answering('Something went wrong inside', ProblemSchema),
  503: answering('Not at the moment; the same request may work later', ProblemSchema),
};
