// What a person does on one phone, seen on the other.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { shoot } from './browser.mjs';
import { setStage } from './stage.mjs';

let page, blue, coral;

before(async () => ({ page, blue, coral } = await setStage()));

test('the phones begin with the same dozen photographs, all safe', async () => {
  await blue.expectStatus(/^Up to date. 1\d photos are safe.$/);
  await coral.expectStatus(/^Up to date. 1\d photos are safe.$/);
  const ids = await blue.ids();
  assert.ok(ids.length >= 12, `${ids.length} photographs`);
  for (const id of ids) await coral.expectPhoto(id);
  const empty = await page.locator('.tile img').evaluateAll((images) => images.filter((i) => i.complete && i.naturalWidth === 0).length);
  assert.equal(empty, 0, 'pictures that do not show');
  await shoot(page, 'start');
});

test('photographs stand by the date on which they were taken, newest first', async () => {
  const labels = await blue.root.locator('[data-photo]').evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute('aria-label')));
  const days = labels.map((label) => Date.parse(label.replace(/^Photo from ([^,]+).*$/, '$1')));
  assert.ok(days.every((day) => !Number.isNaN(day)), labels.join('; '));
  assert.deepEqual(days, days.toSorted((a, b) => b - a));
  assert.ok(new Set(days).size >= 10, `only ${new Set(days).size} days`);
  assert.match(labels.at(-1), /^Photo from 11 February 2015/);
});

test('a photo taken on one phone appears on the other and becomes safe', async () => {
  const id = await blue.take();
  await coral.expectPhoto(id);
  await blue.expectStatus(/^Up to date/);
  await coral.open(id);
  await coral.press('Details');
  assert.match(await coral.dialog().last().textContent(), /In the cloud/);
  await coral.press('Close');
  await coral.close();
});

test('a favourite, a caption and an album made on one phone show on the other', async () => {
  const id = await blue.take();
  await coral.expectPhoto(id);
  await blue.open(id);
  await blue.press('Favourite');
  await blue.press('Caption');
  await blue.dialog().last().getByLabel('Caption').fill('Lake in the evening');
  await blue.press('Save');
  await blue.press('Albums');
  await blue.dialog().last().getByLabel('New album').fill('Summer');
  await blue.press('Create');
  await blue.dialog().last().getByRole('checkbox', { name: 'Summer', checked: true }).waitFor();
  await shoot(page, 'album-sheet');
  await blue.press('Close');
  await blue.close();
  await coral.expectLabel(id, /favourite/);
  await coral.expectLabel(id, /Lake in the evening/);
  await coral.goTo('Favourites');
  await coral.expectPhoto(id);
  await coral.goTo('Albums');
  await coral.root.getByRole('button', { name: /^Summer/ }).click();
  await coral.expectPhoto(id);
  await coral.goTo('Photos');
});

test('a deleted photo can be restored exactly, from the other phone too', async () => {
  const id = await coral.take();
  await blue.open(id);
  await blue.press('Delete');
  await blue.close();
  await coral.expectNoPhoto(id);
  await coral.goTo('Deleted');
  await coral.open(id);
  await shoot(page, 'deleted');
  await coral.press('Restore');
  await blue.expectPhoto(id);
  await coral.goTo('Photos');
  await coral.expectPhoto(id);
});

test('a photo deleted for good leaves both phones', async () => {
  const id = await blue.take();
  await coral.expectPhoto(id);
  await blue.expectStatus(/^Up to date/);
  await blue.open(id);
  await blue.press('Delete');
  await blue.close();
  await blue.goTo('Deleted');
  await blue.open(id);
  await blue.press('Delete for good');
  await shoot(page, 'delete-for-good');
  await blue.press('Delete for good');
  await blue.expectNoPhoto(id);
  await coral.goTo('Deleted');
  await coral.expectNoPhoto(id);
  for (const phone of [blue, coral]) {
    await phone.goTo('Photos');
    await phone.expectNoPhoto(id);
  }
});

test('without a connection the status line says why, and what it waits for goes when it is back', async () => {
  await blue.speed('Unplugged');
  const id = await blue.take();
  await blue.expectStatus(/^One photo waits: There is no connection\./);
  await blue.expectLabel(id, /Only on this phone so far/);
  await shoot(page, 'unplugged');
  assert.ok(!(await coral.ids()).includes(id), 'a photo crossed a pulled plug');
  await blue.speed('Wi-Fi');
  await coral.expectPhoto(id);
  await blue.expectStatus(/^Up to date/);
});

test('over a slow connection progress is seen, and the photo names the phone that has it', async () => {
  await blue.speed('1 Mbit/s');
  // The page itself takes notes, frame by frame: how fast this test looks does not matter.
  await page.evaluate(() => {
    const seen = { done: new Set(), status: new Set(), marks: new Set() };
    window.seen = seen;
    const look = () => {
      seen.done.add(Number(document.querySelector('.link.phone-1 .bar-track > span').style.getPropertyValue('--done')));
      seen.status.add(document.querySelector('section.phone-1 .status').textContent.trim());
      for (const mark of document.querySelectorAll('section.phone-2 .tile .mark')) seen.marks.add(mark.textContent.trim());
      if (window.seen === seen) requestAnimationFrame(look);
    };
    look();
  });
  const id = await blue.take();
  await coral.expectPhoto(id);
  await shoot(page, 'slow');
  await blue.expectStatus(/^Up to date/);
  await page.waitForFunction((tile) => !document.querySelector(`section.phone-2 [data-photo="${tile}"] .mark`), id);
  const seen = await page.evaluate(() => {
    const { done, status, marks } = window.seen;
    window.seen = null;
    return { done: [...done], status: [...status], marks: [...marks] };
  });
  const between = seen.done.filter((done) => done > 0 && done < 1);
  assert.ok(between.length >= 3, `only ${between} was seen of the progress`);
  assert.ok(seen.status.includes('Syncing: one photo to go.'), seen.status.join('; '));
  assert.deepEqual(seen.marks, ['Blue phone']);
  await blue.speed('Wi-Fi');
});

test('a photo deleted for good elsewhere, while only this phone has it, waits for the person', async () => {
  await blue.speed('1 Mbit/s');
  // The page pulls the plug in the moment in which the small picture has come over and the original has not.
  await page.evaluate(() => {
    const look = () => {
      if (document.querySelector('section.phone-2 .tile .mark')) document.querySelector('.link.phone-1 input[value="off"]').click();
      else requestAnimationFrame(look);
    };
    look();
  });
  const id = await blue.take();
  await coral.expectLabel(id, /Only on Blue phone so far/);
  await blue.link.getByRole('radio', { name: 'Unplugged', checked: true }).waitFor();
  await coral.open(id);
  await coral.press('Delete');
  await coral.close();
  await coral.goTo('Deleted');
  await coral.open(id);
  await coral.press('Delete for good');
  await coral.press('Delete for good');
  await coral.expectNoPhoto(id);
  await coral.goTo('Photos');
  await coral.expectStatus(/^Up to date/);
  await blue.speed('Wi-Fi');
  await blue.expectLabel(id, /only this phone still has it/);
  await shoot(page, 'contested');
  await blue.open(id);
  await blue.press('Restore');
  await blue.close();
  await coral.expectPhoto(id);
  await blue.expectStatus(/^Up to date/);
});

test('a file from the computer becomes a photo on both phones, and only once', async () => {
  const file = { name: 'red square.png', mimeType: 'image/png', buffer: redSquare() };
  const input = coral.root.locator('input[type=file]');
  const id = await coral.newPhoto(() => input.setInputFiles(file));
  await blue.expectPhoto(id);
  const before = (await blue.ids()).length;
  await blue.root.locator('input[type=file]').setInputFiles(file);
  await page.getByText('Blue phone has this photo already').first().waitFor();
  assert.equal((await blue.ids()).length, before);
});

test('the recovery words are asked back, and the reminder goes once they are right', async () => {
  await page.getByRole('button', { name: 'Show the words' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Your recovery words' });
  await dialog.locator('.word-list li').nth(23).waitFor();
  const words = await dialog.locator('.word-list li').allTextContents();
  assert.equal(words.length, 24);
  await shoot(page, 'words');
  await dialog.getByRole('button', { name: 'I have written them down' }).click();
  const asking = page.getByRole('dialog', { name: 'Three words, please' });
  const fields = asking.locator('label.field');
  await fields.nth(2).waitFor();
  for (const right of [false, true]) {
    for (const label of await fields.all()) {
      const number = Number((await label.locator('span').textContent()).match(/\d+/)[0]);
      await label.locator('input').fill(right ? words[number - 1].trim() : 'wrong');
    }
    await asking.getByRole('button', { name: 'Check' }).click();
    if (!right) await asking.getByRole('alert').waitFor();
  }
  await page.getByText('That is right').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.locator('.reminder').waitFor({ state: 'detached' });
});

test('the page has broken no rule of its own and asked nobody else for anything', () => {
  assert.deepEqual(page.faults, []);
});

/** A picture that no phone has: 64 x 64 pixels of red, one of them of a colour of its own. */
function redSquare() {
  const side = 64;
  const rows = Buffer.alloc(side * (1 + side * 3));
  for (let y = 0; y < side; y += 1) for (let x = 0; x < side; x += 1) rows[y * (1 + side * 3) + 1 + x * 3] = 200;
  rows.writeUInt32BE(Date.now() >>> 0, 1);
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(checksum(body), body.length + 4);
    return frame;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** CRC-32 as PNG wants it. */
function checksum(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
