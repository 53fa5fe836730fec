// A browser and its pages. Whatever a page says, asks for or breaks that it should not is kept in `faults`.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './simulator.mjs';

const SHOTS = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target'), 'browser');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const QUIET = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Words of the code that no person should read. */
const FORBIDDEN = /\b(assets?|holds?|verdicts?|parts?|lanes?|drift(ed|s)?|tombstones?|evict(ed|s|ion)?|purge(d|s)?)\b/i;

export async function startBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  assert.ok(existsSync(executablePath), `no browser at ${executablePath}: run tests/browser/setup.sh`);
  // Chromium's own sandbox does not run as root.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  mkdirSync(SHOTS, { recursive: true });
  return chromium.launch({ executablePath, args });
}

/** Opens the page. `options`: width, height, dark, motion. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: options.motion ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.stack}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== address) faults.push(`foreign request: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  });
  await page.goto(address);
  await page.locator('.tile').first().waitFor();
  page.faults = faults;
  return page;
}

/** A picture of the page for people to look at, under `target/browser`. */
export async function shoot(page, name, options = {}) {
  await page.evaluate(() => Promise.all([...document.images].filter((i) => i.loading !== 'lazy').map((i) => i.decode().catch(() => {}))));
  await page.screenshot({ path: join(SHOTS, `${name}.png`), ...options });
}

/** Fails unless axe finds nothing. */
export async function expectAccessible(page, where) {
  // The driver's own channel: the page's policy forbids it to everybody else.
  await page.evaluate(AXE);
  const result = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  const found = result.violations.map((one) => `${one.id}: ${one.help}\n  ${one.nodes.map((node) => `${node.html}\n    ${node.failureSummary}`).join('\n  ')}`);
  assert.deepEqual(found, [], `axe on ${where}:\n${found.join('\n')}`);
}

/** Fails if a person could read a word of the code, or the id of a sentence that is missing. */
export async function expectPlainWords(page, where) {
  const texts = await page.evaluate(() => {
    const said = ['aria-label', 'title', 'alt', 'placeholder', 'aria-description', 'aria-valuetext'].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)),
    );
    return [document.title, document.body.textContent, ...said];
  });
  for (const text of texts) {
    assert.doesNotMatch(text, FORBIDDEN, `a word of the code on ${where}`);
    assert.doesNotMatch(text, /\bpage-[a-z]/, `a sentence is missing on ${where}`);
  }
}

/** Fails if the page scrolls sideways or the text of a control does not fit into it. */
export async function expectFits(page, where) {
  const wide = await page.evaluate(() => {
    const root = document.scrollingElement;
    const spilled = [...document.querySelectorAll('button, label, legend, dd, dt, h1, h2, h3, p')].filter(
      (element) => element.getClientRects().length > 0 && !element.closest('.visually-hidden') && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline',
    );
    return [...(root.scrollWidth > root.clientWidth ? ['the page scrolls sideways'] : []), ...spilled.map((element) => element.outerHTML.slice(0, 120))];
  });
  assert.deepEqual(wide, [], `does not fit on ${where}`);
}
