import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerSchema } from '#answer/contract.ts';
import { type RunningServer, root, startServer } from '../cli/command.ts';
import { Facts } from '../golden/questions/facts.ts';
import { scopeQuestions } from '../golden/questions/scope.ts';
import { openBrowser } from './browser.ts';

const pictures = join(root, 'test-results', 'e2e');
const fifteen = scopeQuestions.flatMap(({ turns }) => turns(new Facts('default')));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the page, driven as a person would', () => {
  let folder: string;
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'stocktake-e2e-'));
    server = await startServer(['start', '--lake', join(folder, 'lake'), '--port', '0']);
    browser = await openBrowser();
    page = await (
      await browser.newContext({ viewport: { width: 1360, height: 900 }, bypassCSP: false })
    ).newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
  const answer = (index: number) => page.getByTestId('answer').nth(index);
  const ask = async (question: string) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill(question);
    await page.keyboard.press('Enter');
  };

  it('opens with questions to begin with', async () => {
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Ask the inventory' }).waitFor();
    await page.locator('.example').first().waitFor();
    expect(await page.locator('.example').count()).toBeGreaterThanOrEqual(5);
    await picture('1-open');
  });

  it('answers a question with a sentence, rows and a verdict', async () => {
    await ask('Show me all EC2 instances in production');
    await answer(0).getByRole('table').waitFor();
    expect(await answer(0).getByTestId('sentence').textContent()).toMatch(/^\d[\d,]* .*production/);
    expect(await answer(0).getByRole('row').count()).toBeGreaterThan(2);
    await picture('2-answer');
  });

  it('opens the verdict to what is covered and why something is not', async () => {
    await answer(0).getByTestId('verdict').getByRole('button').click();
    await answer(0)
      .getByText(/accounts · \d+ Regions/)
      .waitFor();
    await picture('3-verdict');
  });

  it('runs the SQL again as edited', async () => {
    await answer(0).getByRole('tab', { name: 'SQL' }).click();
    const editor = answer(0).getByRole('textbox', { name: 'SQL' });
    await editor.waitFor();
    await picture('4-sql');
    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('SELECT count(*) AS n FROM ec2_instance');
    await answer(0).getByRole('button', { name: 'Run SQL' }).click();
    await answer(0).getByText('This is the answer to the SQL as you edited it.').waitFor();
    expect(await answer(0).getByTestId('sentence').textContent()).toMatch(/^n: \d+\.$/);
  });

  it('follows up on the rows just shown, and draws a chart of groups', async () => {
    await ask('How many resources are there per account?');
    await answer(1).getByRole('tab', { name: 'Chart' }).waitFor();
    // A chart that is left while the pointer is on it tells the console of it.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    await picture('5-chart');
  });

  it('says no in a friendly way', async () => {
    await ask('Please delete all volumes');
    await answer(2).getByTestId('sentence').waitFor();
    expect((await answer(2).getByTestId('sentence').textContent())?.toLowerCase()).toContain('read');
  });

  it('shows coverage by account and Region', async () => {
    await page.goto(`${server.url}/#/coverage`);
    await page.getByRole('table', { name: 'Coverage by account and Region' }).waitFor();
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    await picture('6-coverage');
  });

  it('runs a saved report', async () => {
    await page.goto(`${server.url}/#/reports`);
    const run = page.getByRole('button', { name: /^Run / }).first();
    await run.waitFor();
    await run.click();
    await page.getByTestId('answer').first().waitFor();
    await picture('7-report');
  });

  it('has no accessibility error, in light and dark, and no error in the console', async () => {
    await page.goto(`${server.url}/#/`);
    await ask('List all public S3 buckets');
    await answer(0).getByRole('table').waitFor();
    for (const colours of ['light', 'dark']) {
      if (colours === 'dark') await page.getByRole('button', { name: 'Use dark colours' }).click();
      const found = await page.evaluate(`${axe}; axe.run(document, {resultTypes: ['violations']})`);
      const serious = (
        found as { violations: { id: string; impact: string; nodes: { html: string }[] }[] }
      ).violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
      expect(serious.map((v) => `${v.id}: ${v.nodes[0]?.html}`)).toEqual([]);
      await picture(`8-${colours}`);
    }
    expect(problems).toEqual([]);
  });

  it('answers the fifteen questions in their own words as the API does', async () => {
    for (const [index, question] of fifteen.entries()) {
      if (index % 5 === 0) {
        await page.goto(`${server.url}/#/`);
        await page.reload();
      }
      await ask(question);
      const shown = answer(index % 5).getByTestId('sentence');
      await shown.waitFor();
      const reply = await fetch(`${server.url}/v1/questions?wait=true`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question }),
      });
      const { text, status } = AnswerSchema.parse(await reply.json());
      expect(status, question).toBe('answered');
      expect(await shown.textContent(), question).toBe(text);
    }
  });

  it('fits a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${server.url}/#/`);
    await page.reload();
    await ask('List all public S3 buckets');
    await answer(0).getByRole('table').waitFor();
    await picture('9-phone');
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  });
});
