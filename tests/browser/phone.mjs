// One phone on the page, as a person uses it.
import assert from 'node:assert/strict';

/** How long a change may take to the other phone at most, on a machine that has much else to do. */
const SOON = { timeout: 30_000 };

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
}
