import { describe, expect, it } from 'vitest';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { isSecretKey, isSecretValue } from '#catalog/secret-keys.ts';
import { secretPlaces } from '#catalog/secrets.ts';

describe('secret keys', () => {
  it.each([
    'password',
    'Password',
    'masterUserPassword',
    'MasterUserPassword',
    'dbPassword',
    'secret',
    'SecretString',
    'clientSecret',
    'privateKey',
    'PreSharedKey',
    'authToken',
    'OAuthToken',
    'secretAccessKey',
    'apiKey',
    'DB_PASSWORD',
    'userData',
    'SmbPassword',
    'HECToken',
    'adminPassword',
    'token',
    'GITHUB_TOKEN',
    'accessToken',
    'bindPassword',
  ])('%s is one', (key) => {
    expect(isSecretKey(key)).toBe(true);
  });

  it.each([
    'secretArn',
    'passwordPolicy',
    'passwordLastUsed',
    'masterUserSecretArn',
    'keyId',
    'kmsKeyId',
    'secretName',
    'nextToken',
    'clientToken',
    'passwordResetRequired',
    'httpTokens',
    'tokenValidity',
    'accessKeyId',
    'callerReference',
    'publicKey',
    'secretsManagerSecretId',
    'secrets',
    'idempotencyToken',
    'payerToken',
  ])('%s is none', (key) => {
    expect(isSecretKey(key)).toBe(false);
  });

  it('spare references to where a secret is kept', () => {
    expect(isSecretValue('hunter2')).toBe(true);
    expect(isSecretValue('arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3')).toBe(false);
    expect(isSecretValue('{{resolve:secretsmanager:db:SecretString:password}}')).toBe(false);
    expect(isSecretValue('')).toBe(false);
    expect(isSecretValue({ inner: 'hunter2' })).toBe(false);
  });
});

describe('marked places', () => {
  it('start at the root of an item, for types as published or known by their name', () => {
    for (const [type, places] of Object.entries(secretPlaces)) {
      expect(resourceTypeFacts(type).table).toMatch(/^[a-z]/);
      for (const { path } of places) expect(path).toMatch(/^(configuration|supplementaryConfiguration)\./);
    }
  });
});
