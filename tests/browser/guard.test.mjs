// Who may talk to the page's process: this machine's own page, and nobody who only pretends to be it.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { startSimulator } from './simulator.mjs';

let simulator;

before(async () => {
  simulator = await startSimulator();
});

after(() => simulator?.stop());

/** Asks with exactly these headers; gives status and headers of the answer. */
function ask(path, { method = 'GET', headers = {} } = {}) {
  const { hostname, port } = new URL(simulator.page);
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, headers: answer.headers });
      answer.destroy();
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('a foreign name that leads here is refused', async () => {
  for (const path of ['/', '/api/state', '/api/phones/1/photos?view=library', '/api/sentences']) {
    assert.equal((await ask(path, { headers: { Host: 'evil.example' } })).status, 421, path);
    assert.equal((await ask(path)).status, 200, path);
  }
});

test('an action without the page’s header, or from another site, is refused', async () => {
  const take = '/api/phones/1/photos/take';
  const own = { 'X-Safelight-Page': '1' };
  assert.equal((await ask(take, { method: 'POST' })).status, 403);
  assert.equal((await ask(take, { method: 'POST', headers: { ...own, 'Sec-Fetch-Site': 'cross-site' } })).status, 403);
  assert.equal((await ask(take, { method: 'POST', headers: own })).status, 200);
});

test('no other origin is let in, and the policy is strict on every answer', async () => {
  const answer = await ask('/', { headers: { Origin: 'http://evil.example' } });
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  for (const path of ['/', '/app.js', '/api/sentences', '/no-such-thing']) {
    const { headers } = await ask(path);
    assert.match(headers['content-security-policy'], /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|http/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

test('junk is answered with 4xx', async () => {
  const own = { 'X-Safelight-Page': '1' };
  for (const [method, path] of [
    ['GET', '/api/phones/3/photos?view=library'],
    ['GET', '/api/phones/x/photos'],
    ['GET', '/api/phones/1/photos?view=nothing'],
    ['GET', '/api/phones/1/photos/zz/thumbnail'],
    ['GET', `/api/phones/1/photos/${'0'.repeat(32)}/original`],
    ['POST', `/api/phones/1/photos/${'0'.repeat(32)}/trash`],
    ['POST', '/api/phones/1/link'],
    ['DELETE', '/api/state'],
    ['GET', '/../Cargo.toml'],
  ]) {
    const { status } = await ask(path, { method, headers: own });
    assert.ok(status >= 400 && status < 500, `${method} ${path}: ${status}`);
  }
});
