// Every surprise: nowhere on the page it is shown, the phone finds it, and the buttons of its reasons mend it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setStage } from './stage.mjs';

/** What breaks, and what the phone says first. */
const SURPRISES = {
  sync_off: 'acct.sync_off',
  cellular: 'net.wifi_required',
  disk_full: 'disk.device',
  wedged: 'eng.lock',
  old_app: 'ver.client_old',
  portal: 'net.captive',
  wrong_certificate: 'net.tls_untrusted',
  no_name: 'net.dns',
  hours: 'eng.hours',
  paused: 'eng.paused',
  low_data: 'net.low_data',
  cellular_denied: 'net.app_cell_denied',
  roaming: 'net.roaming',
  photos_denied: 'lib.denied',
  low_power: 'pwr.saver',
  hot: 'heat',
  signed_out: 'acct.signed_out',
};

let page, blue, coral, world;

before(async () => ({ page, blue, coral, world } = await setStage()));

/** Everything that a panel shows as it shows it: room in words, for every photo takes some. */
const panels = () => page.locator('.body [data-key], .world [data-key], .world input').evaluateAll((all) =>
  all.map((one) => `${one.dataset.key ?? 'other'}: ${one.type === 'checkbox' ? one.checked : (one.selectedOptions?.[0]?.text ?? one.value)}`));

for (const [at, [trouble, code]] of Object.entries(SURPRISES).entries()) {
  test(`${trouble} is found as ${code}, and mended by its buttons`, async () => {
    const phone = at % 2 === 0 ? coral : blue;
    await world.calm();
    const before = await panels();
    await world.lot(trouble, at % 2 === 0 ? 2 : 1);
    assert.deepEqual(await panels(), before, 'a panel gives it away');
    assert.equal(await world.line.locator('[data-photo-waits]').count(), 0, 'the line gives it away');
    await phone.expectReason(code);
    await phone.mendEverything(() => world.stage());
    await world.expectStage('mended');
  });
}

test('who gives up is told', async () => {
  await world.lot('low_data', 1);
  assert.doesNotMatch(await world.told(), /Low Data Mode/);
  await page.getByRole('button', { name: 'Tell me what it is' }).click();
  await world.line.getByText('Low Data Mode is on.').waitFor();
  await page.waitForFunction(() => document.querySelector('[data-body="1"] [data-key=constrained]').value === 'true');
});

test('the page broke no rule on the way', () => assert.deepEqual(page.faults, []));
