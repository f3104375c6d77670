import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, root, startServer } from '../cli/command.ts';
import { sampleLake } from '../cli/sample-lake.ts';
import { openBrowser } from './browser.ts';
import { SignedInFront } from './signed-in-front.ts';
import { UserPoolDouble } from './user-pool.ts';

const { lake } = await sampleLake('single');
const pictures = join(root, 'test-results', 'e2e');

describe('the page where people sign in', () => {
  const pool = new UserPoolDouble();
  let server: RunningServer;
  let front: SignedInFront;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    server = await startServer(['serve', '--lake', lake, '--port', '0']);
    await pool.start();
    front = new SignedInFront(pool, server.url);
    await front.start();
    browser = await openBrowser();
    page = await (await browser.newContext({ viewport: { width: 1360, height: 900 } })).newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await front?.stop();
    await pool.stop();
    await server?.stop();
  });

  const ask = async (question: string) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill(question);
    await page.keyboard.press('Enter');
  };
  const answer = (index: number) => page.getByTestId('answer').nth(index);

  it('leaves for the sign-in page before it asks the API for anything', async () => {
    await page.goto(`${front.url}/#/reports`);
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    expect(page.url()).toContain(pool.url);
    expect(front.refused).toEqual([]);
  });

  it('says so where the sign-in is refused, and lets one try again', async () => {
    await page.getByRole('link', { name: 'I am nobody' }).click();
    await page.getByText('You may not come in').waitFor();
    await page.screenshot({ path: join(pictures, 'sign-in-refused.png') });
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });

  it('comes back signed in, to the place that was asked for', async () => {
    await page.goto(`${front.url}/#/reports`);
    await page.getByRole('link', { name: 'I am Ann' }).click();
    await page.getByRole('button', { name: 'ann@example.com' }).waitFor();
    await page.getByRole('heading', { name: 'Reports', exact: true }).first().waitFor();
    expect(page.url()).toBe(`${front.url}/#/reports`);
    expect(front.refused).toEqual([]);
  });

  it('asks over the socket, and saves the rows, as the one who signed in', async () => {
    await page.goto(`${front.url}/#/`);
    await ask('Show me all EC2 instances');
    await answer(0).getByRole('table').waitFor();
    const download = page.waitForEvent('download');
    await answer(0).getByRole('button', { name: 'Download the rows as CSV' }).click();
    const saved = await (await download).path();
    expect(readFileSync(saved, 'utf8').split('\n').length).toBeGreaterThan(10);
    await page.screenshot({ path: join(pictures, 'signed-in.png') });
    expect(front.refused).toEqual([]);
  });

  it('renews a token that has expired without anybody noticing', async () => {
    // In the page's own words: its globals are not those of this test.
    await page.evaluate(`for (const key of Object.keys(sessionStorage)) {
      if (!key.startsWith('oidc.user:')) continue;
      sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), expires_at: 1 }));
    }`);
    await page.reload();
    await page.getByRole('button', { name: 'ann@example.com' }).waitFor();
    expect(pool.renewals).toBeGreaterThan(0);
    await ask('How many buckets are there by account?');
    await answer(0).getByTestId('sentence').waitFor();
    expect(front.refused).toEqual([]);
  });

  it('signs out here and at the user pool', async () => {
    await page.getByRole('button', { name: 'ann@example.com' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    expect(pool.revoked).toHaveLength(1);
    await page.getByRole('link', { name: 'Back' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });

  it('has no error of its own on the way', () => {
    expect(problems).toEqual([]);
  });
});
