/** One Lambda runtime and AWS's published dates for it, YYYY-MM-DD. */
export interface RuntimeLifecycle {
  readonly runtime: string;
  /** From then on without security patches and support; null where AWS has published no day. */
  readonly deprecatedOn: string | null;
  /**
   * From then on no function can be created with it. Null for runtimes deprecated since 2024 whose date AWS has put off, more than
   * once: what is written down here would be wrong soon.
   */
  readonly createBlockedOn: string | null;
}

/** When the dates were last compared with AWS's runtime support policy. */
export const lambdaRuntimesAsOf = '2026-02-01';

const dates = (
  runtime: string,
  deprecatedOn: string | null,
  createBlockedOn: string | null = null,
): RuntimeLifecycle => ({ runtime, deprecatedOn, createBlockedOn });

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, newest first within a language. */
export const lambdaRuntimes: readonly RuntimeLifecycle[] = [
  dates('nodejs24.x', '2028-04-30', '2028-06-01'),
  dates('nodejs22.x', '2027-04-30', '2027-06-01'),
  dates('nodejs20.x', '2026-04-30'),
  dates('nodejs18.x', '2025-09-01'),
  dates('nodejs16.x', '2024-06-12'),
  dates('nodejs14.x', '2023-12-04', '2024-01-09'),
  dates('nodejs12.x', '2023-03-31', '2023-03-31'),
  dates('nodejs10.x', '2021-07-30', '2021-07-30'),
  dates('nodejs8.10', '2020-03-06', '2020-02-04'),
  dates('nodejs6.10', '2019-08-12', '2019-07-12'),
  dates('nodejs4.3', '2020-03-05', '2020-02-03'),
  dates('nodejs4.3-edge', '2020-03-05', '2019-03-31'),
  dates('nodejs', '2016-10-31', '2016-10-31'),
  dates('python3.14', '2029-06-30', '2029-07-31'),
  dates('python3.13', '2029-06-30', '2029-07-31'),
  dates('python3.12', '2028-10-31', '2028-11-30'),
  dates('python3.11', '2027-06-30', '2027-07-31'),
  dates('python3.10', '2026-10-31', '2026-11-30'),
  dates('python3.9', '2025-12-15'),
  dates('python3.8', '2024-10-14'),
  dates('python3.7', '2023-12-04', '2024-01-09'),
  dates('python3.6', '2022-07-18', '2022-07-18'),
  dates('python2.7', '2021-07-15', '2022-05-30'),
  dates('java25', '2029-06-30', '2029-07-31'),
  dates('java21', '2029-06-30', '2029-07-31'),
  dates('java17', '2027-06-30', '2027-07-31'),
  dates('java11', '2027-06-30', '2027-07-31'),
  dates('java8.al2', '2027-06-30', '2027-07-31'),
  dates('java8', '2024-01-08', '2024-02-08'),
  dates('dotnet10', '2028-11-14', '2028-12-14'),
  dates('dotnet8', '2026-11-10', '2026-12-10'),
  dates('dotnet6', '2024-12-20'),
  dates('dotnetcore3.1', '2023-04-03', '2023-04-03'),
  dates('dotnetcore2.1', '2022-01-05', '2022-01-05'),
  dates('dotnetcore2.0', '2019-05-30', '2019-04-30'),
  dates('dotnetcore1.0', '2019-06-27', '2019-06-27'),
  dates('ruby3.4', '2028-03-31', '2028-04-30'),
  dates('ruby3.3', '2027-03-31', '2027-04-30'),
  dates('ruby3.2', '2026-03-31'),
  dates('ruby2.7', '2023-12-07', '2024-01-09'),
  dates('ruby2.5', '2021-07-30', '2022-03-31'),
  dates('go1.x', '2024-01-08', '2024-02-08'),
  dates('provided.al2023', '2029-06-30', '2029-07-31'),
  dates('provided.al2', '2026-07-31'),
  dates('provided', '2024-01-08', '2024-02-08'),
];
