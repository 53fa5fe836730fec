// The page for everybody: keyboard, screen reader, large text, dark mode, reduced motion, plain words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectAccessible, expectFits, expectPlainWords, openPage, shoot, startBrowser } from './browser.mjs';
import { Phone } from './phone.mjs';
import { startSimulator } from './simulator.mjs';

let simulator, browser;

before(async () => {
  simulator = await startSimulator();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await simulator?.stop();
});

/** Opens the page, runs `work` on it with both phones, and fails if the page broke a rule meanwhile. */
async function onPage(options, work) {
  const page = await openPage(browser, simulator.page, options);
  await work(page, new Phone(page, 'Blue phone'), new Phone(page, 'Coral phone'));
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Goes through every section and sheet of the page, calling `look` at each stop. */
async function tour(page, blue, coral, look) {
  await look('library');
  const [id] = await blue.ids();
  await blue.open(id);
  await look('viewer');
  for (const [tool, name] of [['Caption', 'caption'], ['Albums', 'albums of a photo'], ['Details', 'details']]) {
    await blue.press(tool);
    await look(name);
    await blue.press('Close');
  }
  await blue.close();
  for (const [section, name] of [['Favourites', 'favourites'], ['Albums', 'albums'], ['Deleted', 'deleted'], ['Account', 'account']]) {
    await coral.goTo(section);
    await look(name);
  }
  for (const [place, name] of [['Why does it wait?', 'reasons'], ['Settings', 'settings'], ['Room', 'room'], ['What happened', 'timeline']]) {
    await coral.openHub(place);
    if (place === 'Why does it wait?') await coral.root.locator('.reasons[aria-busy=false]').waitFor();
    await look(name);
  }
  await waiting(page, blue, look);
  await coral.goTo('Albums');
  await coral.root.getByRole('button', { name: 'New album' }).click();
  await look('new album');
  await coral.press('Close');
  await page.getByRole('button', { name: 'Show the words' }).first().click();
  await page.locator('.word-list li').nth(23).waitFor();
  await look('words');
  await page.keyboard.press('Escape');
}

/** A phone that waits for two things: the reason with its button, all reasons, and what other phones would show. */
async function waiting(page, blue, look) {
  await blue.goTo('Photos');
  await blue.set('network', 'cellular');
  await blue.set('low_power', 'true');
  await blue.take();
  await blue.expectReason('net.wifi_required');
  await look('waiting');
  await blue.openAllReasons();
  await blue.root.locator('[data-reason="pwr.saver"]').waitFor();
  await look('all reasons');
  await blue.root.locator('[data-reason="pwr.saver"]').getByRole('button').click();
  await blue.dialog().locator('.steps').first().waitFor();
  await blue.dialog().getByText('On other phones').click();
  await look('what a phone would show');
  await blue.press('Cancel');
  await blue.openHub('Room');
  await blue.root.getByRole('button', { name: 'Free up the cloud' }).click();
  await blue.dialog().getByText('Recently deleted is empty.').or(blue.dialog().getByText(/in recently deleted/)).first().waitFor();
  await look('free up the cloud');
  await blue.press('Close');
  await blue.set('low_power', 'false');
  await blue.set('network', 'wifi');
  await blue.expectNoReason();
  await blue.goTo('Photos');
}

for (const [name, options] of [['light', {}], ['dark', { dark: true }]]) {
  test(`axe finds nothing, and every word is plain: ${name}`, () =>
    onPage(options, (page, blue, coral) =>
      tour(page, blue, coral, async (where) => {
        await expectAccessible(page, `${where}, ${name}`);
        await expectPlainWords(page, where);
        await shoot(page, `${name}-${where.replaceAll(' ', '-')}`);
      }),
    ));
}

test('at 200 % text everything fits and axe finds nothing', () =>
  onPage({}, async (page, blue, coral) => {
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await tour(page, blue, coral, async (where) => {
      await expectAccessible(page, `${where}, 200 %`);
      await expectFits(page, `${where}, 200 %`);
    });
    await shoot(page, 'large-text', { fullPage: true });
  }));

for (const [width, height] of [[1920, 1080], [1366, 768], [1024, 768], [820, 1180], [390, 844]]) {
  test(`nothing spills at ${width} x ${height}`, () =>
    onPage({ width, height }, async (page) => {
      await expectFits(page, `${width} x ${height}`);
      await shoot(page, `width-${width}`, { fullPage: true });
    }));
}

test('on a laptop both phones and the cloud are seen without scrolling', () =>
  onPage({}, async (page) => {
    const low = await page.evaluate(() => [...document.querySelectorAll('.frame, .middle')].map((one) => one.getBoundingClientRect().bottom));
    assert.ok(low.every((bottom) => bottom <= 768), `bottoms at ${low}`);
  }));

test('the appearance can be switched and is kept', () =>
  onPage({}, async (page) => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel('Appearance').selectOption('dark');
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    await page.locator('.tile').first().waitFor();
    assert.equal(await ground(), dark);
  }));

test('the viewer is used by keyboard alone', () =>
  onPage({}, async (page, blue, coral) => {
    const focused = (read) => page.evaluate(read);
    for (let stop = 0; !(await focused(() => document.activeElement.matches('section.phone-1 .tile button'))); stop += 1) {
      assert.ok(stop < 20, 'the grid is not reached by Tab');
      await page.keyboard.press('Tab');
    }
    const ids = await blue.ids();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(() => document.activeElement.dataset.photo), ids[4]);
    await page.keyboard.press('Enter');
    await blue.dialog().waitFor();
    for (let stop = 0; stop < 12; stop += 1) {
      assert.ok(await focused(() => document.activeElement.closest('[role=dialog]') !== null), 'the focus left the viewer');
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction((src) => document.querySelector('.viewer .picture img').src.includes(src), ids[5]);
    await tabTo(page, 'Favourite');
    await page.keyboard.press('Enter');
    await coral.expectLabel(ids[5], /favourite/);
    await tabTo(page, 'Caption');
    await page.keyboard.press('Enter');
    assert.equal(await focused(() => document.activeElement.tagName), 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement.textContent.trim() === 'Caption');
    await page.keyboard.press('Escape');
    await blue.dialog().waitFor({ state: 'detached' });
    await page.waitForFunction((id) => document.activeElement.dataset.photo === id, ids[4]);
  }));

async function tabTo(page, name) {
  for (let stop = 0; stop < 20; stop += 1) {
    if (await page.evaluate((wanted) => document.activeElement.textContent.trim() === wanted, name)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${name} is not reached by Tab`);
}

test('the connection is chosen by keyboard, and a change of state is said aloud', () =>
  onPage({}, async (page, blue, coral) => {
    await coral.expectStatus(/^Up to date/);
    await coral.link.getByRole('radio', { name: 'Wi-Fi' }).focus();
    await page.keyboard.press('ArrowLeft');
    await coral.expectStatus(/^Waiting: There is no connection/);
    await page.locator('[role=status][aria-live]').filter({ hasText: 'Coral phone: Waiting: There is no connection' }).waitFor({ state: 'attached' });
    await page.keyboard.press('ArrowRight');
    await coral.expectStatus(/^Up to date/);
  }));

test('nothing moves for those who asked for less motion', async () => {
  const moving = async (motion) => {
    let most = 0;
    await onPage({ motion }, async (page, blue) => {
      await page.evaluate(() => {
        window.most = 0;
        const look = () => {
          window.most = Math.max(window.most, document.getAnimations().filter((one) => one.playState === 'running').length);
          requestAnimationFrame(look);
        };
        look();
      });
      await blue.take();
      most = await page.evaluate(() => window.most);
    });
    return most;
  };
  assert.equal(await moving(false), 0);
  assert.ok((await moving(true)) > 0, 'there is no motion to reduce: this test can not fail');
});
