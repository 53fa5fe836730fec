// One phone on the page, as a person uses it.
import assert from 'node:assert/strict';

/** How long a change may take to the other phone at most, on a machine that has much else to do. */
export const SOON = { timeout: 30_000 };

export class Phone {
  constructor(page, name) {
    this.page = page;
    this.name = name;
    this.root = page.getByRole('region', { name });
    this.link = page.getByRole('group', { name: new RegExp(`^${name}`) });
  }

  tile(id) {
    return this.root.locator(`[data-photo="${id}"]`);
  }

  ids() {
    return this.root.locator('[data-photo]').evaluateAll((tiles) => tiles.map((tile) => tile.dataset.photo));
  }

  status() {
    return this.root.locator('.status');
  }

  dialog() {
    return this.root.getByRole('dialog');
  }

  async goTo(section) {
    await this.root.getByRole('navigation').getByRole('button', { name: section }).click();
  }

  async speed(name) {
    await this.link.getByText(name, { exact: true }).click();
    await this.link.getByRole('radio', { name, checked: true }).waitFor(SOON);
  }

  /** Takes a photo and gives its id. */
  async take() {
    return this.newPhoto(() => this.root.getByRole('button', { name: 'Take a photo' }).click());
  }

  /** Does something that brings one new photo, and gives its id. */
  async newPhoto(act) {
    await this.goTo('Photos');
    await this.root.locator('.tile').first().waitFor(SOON);
    const before = new Set(await this.ids());
    await act();
    const fresh = await this.page.waitForFunction(
      ([name, known]) => {
        const region = [...document.querySelectorAll('section')].find((one) => one.querySelector('h2')?.textContent === name);
        return [...region.querySelectorAll('[data-photo]')].map((tile) => tile.dataset.photo).find((id) => !known.includes(id));
      },
      [this.name, [...before]],
      SOON,
    );
    return fresh.jsonValue();
  }

  async open(id) {
    await this.tile(id).click(SOON);
    await this.dialog().first().waitFor();
  }

  async press(name) {
    await this.dialog().last().getByRole('button', { name, exact: true }).click();
  }

  async close() {
    await this.press('Back');
  }

  async expectPhoto(id) {
    await this.tile(id).waitFor(SOON);
  }

  async expectNoPhoto(id) {
    await this.tile(id).waitFor({ state: 'detached', ...SOON });
  }

  async expectStatus(pattern) {
    await this.status().filter({ hasText: pattern }).waitFor(SOON);
  }

  async expectLabel(id, pattern) {
    await this.root.getByRole('button', { name: pattern }).and(this.tile(id)).waitFor(SOON);
    assert.match(await this.tile(id).getAttribute('aria-label'), pattern);
  }

  /** The panel beside it: what it knows. */
  body() {
    return this.page.getByRole('region', { name: `${this.name}: what it knows` });
  }

  /** Changes a fact by its key, and waits until the panel says so. */
  async set(key, value) {
    const select = this.body().locator(`[data-key=${key}]`);
    const done = this.page.waitForResponse((response) => response.url().endsWith('/facts'));
    await select.selectOption(value);
    await done;
    await this.page.waitForFunction(([name, key, value]) => {
      const body = [...document.querySelectorAll('.body')].find((one) => one.textContent.startsWith(name));
      return body.querySelector(`[data-key=${key}]`).value === value;
    }, [this.name, key, value]);
  }

  fact(key) {
    return this.body().locator(`[data-key=${key}]`).inputValue();
  }

  /** A setting as the phone's own page of settings shows it. */
  async setting(key) {
    await this.openHub('Settings');
    const radio = this.root.locator(`.cellular input[name^="${key}"]:checked`);
    await radio.first().waitFor(SOON);
    const value = await radio.inputValue();
    await this.goTo('Photos');
    return value;
  }

  async openHub(place) {
    await this.goTo('Account');
    await this.root.getByRole('button', { name: place }).click();
  }

  async expectReason(code) {
    await this.root.locator(`.status[data-code="${code}"]`).waitFor(SOON);
  }

  async expectNoReason() {
    await this.root.locator('.status:not([data-code])').waitFor(SOON);
  }

  async pressReason(name) {
    await this.status().getByRole('button', { name, exact: true }).click(SOON);
  }

  async openAllReasons() {
    await this.status().getByRole('button', { name: 'All reasons' }).click(SOON);
    await this.root.locator('.reasons[aria-busy=false]').waitFor(SOON);
  }

  /** The codes of all reasons, in their order. */
  async allReasons() {
    await this.openAllReasons();
    const codes = await this.root.locator('[data-reason]').evaluateAll((all) => all.map((one) => one.dataset.reason));
    await this.goTo('Photos');
    return codes;
  }

  /** The sheet that says what a phone would show, and the hand that does it. */
  async byHand() {
    await this.dialog().getByRole('button', { name: 'Do it' }).click(SOON);
  }

  /** Presses whatever button the first reason has until `stage` says that it was enough. */
  async mendEverything(stage) {
    for (let tries = 0; tries < 12 && (await stage()) !== 'mended'; tries += 1) {
      const button = this.status().locator('[data-action]');
      if (await button.isVisible()) {
        await button.click();
        const hand = this.dialog().getByRole('button', { name: 'Do it' });
        if (await hand.isVisible()) await hand.click();
        else if (await this.dialog().isVisible()) await this.page.keyboard.press('Escape');
      } else if (await this.status().getByRole('button', { name: 'All reasons' }).isVisible()) {
        await this.openAllReasons();
        await this.goTo('Photos');
      }
      await this.page.waitForTimeout(1500);
    }
  }
}
