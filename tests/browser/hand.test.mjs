// What lies under the hand: facts, settings, room, time, the cloud's owner, the account, the language.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { shoot } from './browser.mjs';
import { SOON } from './phone.mjs';
import { setStage } from './stage.mjs';

let page, blue, coral, world;

before(async () => ({ page, blue, coral, world } = await setStage()));

test('a fact that is not told counts as the worst that it can be', async () => {
  await blue.set('network', 'unknown');
  const id = await blue.take();
  await blue.expectReason('net.wifi_required');
  await blue.set('network', 'ethernet');
  await coral.expectLabel(id, /^Photo from [^,]+$/);
  await world.calm();
});

test('without a network the wire is cut', async () => {
  const sent = () => blue.link.locator('.meter').first().innerText();
  await blue.set('network', 'none');
  await blue.link.getByRole('radio', { name: 'Unplugged', checked: true }).waitFor(SOON);
  const before = await sent();
  const id = await blue.take();
  await blue.expectReason('net.offline');
  assert.equal(await sent(), before);
  await coral.expectNoPhoto(id);
  await blue.set('network', 'wifi');
  await coral.expectLabel(id, /^Photo from [^,]+$/);
});

test('a portal that nobody told the phone of is found by a closer look', async () => {
  await coral.set('captive', 'true');
  const id = await coral.take();
  await coral.expectReason('net.captive');
  await coral.set('captive', 'unknown');
  await coral.expectReason('net.captive');
  assert.equal((await coral.allReasons())[0], 'net.captive');
  await coral.pressReason('Sign in to the network');
  await coral.dialog().getByText('android.settings.WIFI_SETTINGS').waitFor(SOON);
  await shoot(page, 'fix-sheet');
  await coral.byHand();
  await blue.expectLabel(id, /^Photo from [^,]+$/);
  await world.calm();
});

test('nobody, a wrong certificate and an old app are told apart', async () => {
  const id = await blue.take();
  await coral.expectPhoto(id);
  for (const [door, code] of [['closed', 'srv.outage'], ['wrong_certificate', 'net.tls_untrusted'], ['nameless', 'net.dns']]) {
    await page.locator('[data-key=door]').selectOption(door);
    const waits = await blue.take();
    await blue.expectReason(code);
    await page.locator('[data-key=door]').selectOption('open');
    await coral.expectLabel(waits, /^Photo from [^,]+$/);
  }
  await page.locator('[data-key=floor]').selectOption('2.0.0');
  await blue.take();
  await blue.expectReason('ver.client_old');
  await world.calm();
});

test('maintenance is said, and passes', async () => {
  const toggle = world.panel('The cloud, as its owner has it').getByRole('switch', { name: 'Maintenance' });
  await toggle.check();
  const id = await coral.take();
  await coral.expectReason('srv.maintenance');
  assert.equal(await coral.status().getByRole('button').count(), 1, 'there is no button for what passes by itself');
  await toggle.uncheck();
  await world.moveOn('An hour on');
  await blue.expectLabel(id, /^Photo from [^,]+$/);
});

test('the cellular switch says what each choice would let go today', async () => {
  await coral.set('network', 'cellular');
  await coral.take();
  await coral.expectReason('net.wifi_required');
  await coral.openHub('Settings');
  const choices = coral.root.getByRole('group', { name: 'Cellular data for photos' });
  await choices.locator('label').filter({ hasText: '200 MB a day' }).getByText('On cellular, one photo goes today.').waitFor(SOON);
  await choices.locator('label').filter({ hasText: 'Small pictures only' }).getByText('On cellular, no photo goes today.').waitFor(SOON);
  await shoot(page, 'settings');
  await choices.getByRole('radio', { name: /^200 MB a day/ }).check();
  await coral.expectNoReason();
  await coral.goTo('Photos');
  await world.calm();
});

test('settings do what they say: only while charging, sync now, pause', async () => {
  await blue.openHub('Settings');
  await blue.root.getByRole('switch', { name: 'Only while charging' }).check();
  const id = await blue.take();
  await blue.expectReason('pwr.not_charging');
  await blue.openHub('Settings');
  await blue.root.getByRole('button', { name: 'Sync now for an hour' }).click();
  await coral.expectLabel(id, /^Photo from [^,]+$/);
  await blue.root.getByRole('button', { name: 'Pause for an hour' }).click();
  await blue.goTo('Photos');
  const waits = await blue.take();
  await blue.expectReason('eng.paused');
  await blue.pressReason('Resume');
  await blue.expectReason('pwr.not_charging');
  await blue.pressReason('Plug it in');
  await blue.byHand();
  await coral.expectLabel(waits, /^Photo from [^,]+$/);
  await world.calm();
});

test('an hour later what was paused goes on by itself', async () => {
  await blue.openHub('Settings');
  await blue.root.getByRole('button', { name: 'Pause for an hour' }).click();
  const id = await blue.take();
  await blue.expectReason('eng.paused');
  await world.moveOn('An hour on');
  await coral.expectLabel(id, /^Photo from [^,]+$/);
  await blue.openHub('What happened');
  await blue.root.locator('.timeline [data-code="eng.paused"]').first().waitFor(SOON);
  await shoot(page, 'timeline');
  await blue.goTo('Photos');
});

test('thirty days later what was deleted is gone, by everybody’s clock', async () => {
  const id = await coral.take();
  await blue.expectLabel(id, /^Photo from [^,]+$/);
  await blue.open(id);
  await blue.press('Delete');
  await blue.close();
  await coral.goTo('Deleted');
  await coral.expectPhoto(id);
  const now = () => world.panel('Time').locator('.now').innerText();
  const before = await now();
  await world.moveOn('30 days on');
  await coral.expectNoPhoto(id);
  assert.notEqual(await now(), before);
  await coral.goTo('Photos');
  await blue.expectNoPhoto(id);
});

test('one phone tells how it stands with the other', async () => {
  await world.calm();
  await coral.body().locator('[data-key=battery]').evaluate((input) => {
    input.value = '9';
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await coral.take();
  await coral.expectReason('pwr.low');
  await blue.goTo('Account');
  await blue.root.getByText(/^Coral phone waits for a charger/).waitFor(SOON);
  await coral.set('charging', 'charging');
  await coral.expectNoReason();
  await world.calm();
});

test('room is made on the phone alone, and the bar says so', async () => {
  await blue.openHub('Room');
  const bar = blue.root.getByRole('figure').first();
  await bar.getByText(/of photos; [1-9][\d.]* [kM]B of them could leave/).waitFor(SOON);
  await shoot(page, 'room');
  await blue.root.getByRole('button', { name: 'Make room on this phone' }).click();
  await bar.getByText(/; 0 B of them could leave/).waitFor(SOON);
  await blue.goTo('Photos');
  const [id] = await blue.ids();
  await blue.open(id);
  await blue.press('Details');
  assert.match(await blue.dialog().last().textContent(), /OriginalIn the cloud/);
  await blue.press('Close');
  await blue.close();
});

test('a pinned photo stays, and the cloud proves one and all', async () => {
  const [id] = await coral.ids();
  await coral.open(id);
  await coral.press('Details');
  await coral.press('Keep it on this phone');
  await coral.root.getByText('It stays on this phone.').waitFor(SOON);
  await coral.press('It may leave');
  await coral.root.getByText('It may leave again when room runs low.').waitFor(SOON);
  await coral.press('Let the cloud prove it');
  await coral.dialog().last().getByText(/^1 of 1 proven\.|^0 of 1 proven\. \S/).waitFor(SOON);
  await coral.press('Close');
  await coral.close();
  await coral.openHub('Room');
  await coral.root.getByRole('button', { name: 'Let the cloud prove all of them' }).click();
  await coral.root.locator('.proof').filter({ hasText: /^(\d+) of \1 proven\.$/ }).waitFor(SOON);
  await shoot(page, 'proof');
  await coral.goTo('Photos');
});

test('what the system says counts where it applies, and goes when it is taken back', async () => {
  await coral.set('system', 'bg.doze');
  await blue.expectLabel(await coral.take(), /^Photo from [^,]+$/);
  await coral.set('app_state', 'background');
  const id = await coral.take();
  await coral.expectReason('bg.doze');
  await coral.set('system', 'none');
  await coral.set('app_state', 'foreground');
  await blue.expectLabel(id, /^Photo from [^,]+$/);
});

test('signed out, a phone keeps its photos and says so; signed in, it goes on', async () => {
  await coral.goTo('Account');
  await coral.root.getByRole('button', { name: 'Sign out' }).click();
  await coral.dialog().getByRole('button', { name: 'Sign out' }).click();
  await coral.expectReason('acct.signed_out');
  const id = await coral.take();
  await coral.pressReason('Sign in');
  await blue.expectLabel(id, /^Photo from [^,]+$/);
});

test('the whole page speaks Polish when it is asked to', async () => {
  await coral.set('network', 'cellular');
  await coral.take();
  await coral.expectReason('net.wifi_required');
  await page.getByLabel('Language').selectOption('pl');
  await page.getByRole('button', { name: 'Zaskocz mnie' }).waitFor(SOON);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'pl');
  await page.getByRole('heading', { name: 'Koralowy telefon' }).first().waitFor(SOON);
  await page.locator('.status[data-code="net.wifi_required"]').filter({ hasText: /^Jedno zdjęcie czeka/ }).waitFor(SOON);
  await shoot(page, 'polish', { fullPage: true });
  await page.getByLabel('Język').selectOption('en');
  await page.getByRole('button', { name: 'Surprise me' }).waitFor(SOON);
});

test('the page broke no rule on the way', () => assert.deepEqual(page.faults, []));
