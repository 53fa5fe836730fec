// A phone says why it waits, and its button mends it: the usual seven tips, a surprise, and what lies under the hand.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { shoot } from './browser.mjs';
import { SOON } from './phone.mjs';
import { setStage } from './stage.mjs';

let page, blue, coral, world;

before(async () => ({ page, blue, coral, world } = await setStage()));

/** The photo of a story has come through: the phone that took it and the other one have it. */
async function arrived(photo) {
  await world.expectStage('mended');
  for (const phone of [blue, coral]) {
    await phone.goTo('Photos');
    await phone.expectPhoto(photo);
    await phone.expectLabel(photo, /^Photo from [^,]+$/);
  }
}

test('on cellular a photo waits, the phone says so, and its button lets it go', async () => {
  await coral.set('network', 'cellular');
  const id = await coral.take();
  await coral.expectReason('net.wifi_required');
  await coral.expectStatus(/^One photo waits: .*Wi-Fi/);
  await blue.expectPhoto(id);
  await blue.expectLabel(id, /Only on Coral phone so far/);
  await coral.pressReason('Change cellular data');
  await blue.expectLabel(id, /^Photo from [^,]+$/);
  await coral.expectNoReason();
  assert.equal(await coral.setting('cellular_photos'), '200000000');
  await world.calm();
  assert.equal(await coral.setting('cellular_photos'), 'small');
});

const TIPS = [
  ['settings', 'acct.sync_off', ['Switch sync on']],
  ['connection', 'net.wifi_required', ['Change cellular data']],
  ['device_storage', 'disk.device', ['Free up this phone']],
  ['update', 'ver.client_old', ['Update the app']],
];

for (const [tip, code, buttons] of TIPS) {
  test(`tip ${tip}: ${code} is the first reason, and its button lets the photo go`, async () => {
    const { photo, phone } = await world.tell(tip);
    const on = phone === 1 ? blue : coral;
    await on.expectReason(code);
    await shoot(page, `tip-${tip}`);
    for (const button of buttons) await on.pressReason(button);
    await arrived(photo);
    await on.expectNoReason();
  });
}

test('tip plug_in: two reasons, one after the other, and the photo goes with the second', async () => {
  const { photo } = await world.tell('plug_in');
  await coral.expectReason('net.wifi_required');
  assert.deepEqual((await coral.allReasons()).slice(0, 2), ['net.wifi_required', 'pwr.low']);
  await coral.pressReason('Change cellular data');
  await coral.expectReason('pwr.low');
  await coral.pressReason('Plug it in');
  await coral.byHand();
  await arrived(photo);
  assert.equal(await coral.fact('charging'), 'charging');
});

test('tip restart: a lock that was left behind is found and taken off, without a restart', async () => {
  const { photo } = await world.tell('restart');
  await coral.expectReason('eng.lock');
  await coral.openAllReasons();
  await coral.root.getByText('A lock was taken off that a program had left behind.').waitFor(SOON);
  await arrived(photo);
});

test('tip cloud_storage: what was deleted is emptied, asked about twice, and the photo goes', async () => {
  const { photo } = await world.tell('cloud_storage');
  await coral.expectReason('quota.full');
  await coral.pressReason('Free up the cloud');
  const sheet = coral.dialog();
  await sheet.getByText(/^4 photos in recently deleted/).waitFor(SOON);
  await sheet.getByRole('button', { name: 'Empty recently deleted' }).click();
  await shoot(page, 'free-up');
  await sheet.getByRole('button', { name: 'Delete for good' }).click();
  await arrived(photo);
});

test('a full cloud goes on by itself when its owner gives it room', async () => {
  await world.calm();
  await world.panel('The cloud, as its owner has it').getByRole('button', { name: 'Leave no room' }).click();
  const id = await blue.take();
  await blue.expectReason('quota.full');
  await world.quota(50);
  await coral.expectPhoto(id);
  await coral.expectLabel(id, /^Photo from [^,]+$/);
  await blue.expectNoReason();
});

test('a surprise is shown nowhere, found by the phone, and mended by its buttons', async () => {
  await world.calm();
  await world.surprise();
  assert.equal(await world.told(), 'Something is broken, and a photo can’t go. Which phone, and what? Look at the phones.');
  const on = await Promise.race([blue, coral].map(async (phone) => (await phone.status().and(page.locator('[data-code]')).waitFor(SOON), phone)));
  await shoot(page, 'surprise');
  await on.mendEverything(() => world.stage());
  await world.expectStage('mended');
  assert.notEqual(await world.told(), '');
  await world.calm();
});

test('the page broke no rule on the way', () => assert.deepEqual(page.faults, []));
