// What lies around the phones on the page: stories, time, the cloud's owner.
import { SOON } from './phone.mjs';

/** A story is prepared by real syncs: it may take a while. */
const LATER = { timeout: 90_000 };

/** What the panels show when nothing is broken. */
const CALM = {
  battery: '82', charging: 'unplugged', low_power: 'false', thermal: 'nominal', network: 'wifi', metered: 'false', constrained: 'false',
  roaming: 'false', captive: 'false', validated: 'true', vpn: 'false', cellular_allowed: 'true', data_saver: 'false', lan_allowed: 'true',
  photo_access: 'full', background: 'allowed', app_state: 'foreground', system: 'none', clock_offset_s: '0', door: 'open', floor: '0',
};

export class World {
  constructor(page) {
    this.page = page;
    this.line = page.locator('.told');
  }

  panel(name) {
    return this.page.getByRole('region', { name });
  }

  /** Tells the story of a tip; gives the photo that waits and the number of its phone. */
  async tell(tip) {
    await this.page.locator(`[data-start=${tip}]`).click();
    await this.page.locator(`.told[data-tip=${tip}][data-stage=broken]`).waitFor(LATER);
    const photo = await this.line.locator('[data-photo-waits]').getAttribute('data-photo-waits');
    const phone = (await this.line.textContent()).startsWith('Blue') ? 1 : 2;
    return { photo, phone };
  }

  async surprise() {
    await this.page.getByRole('button', { name: 'Surprise me' }).click();
    await this.page.locator('.told[data-tip=surprise][data-stage=broken]').waitFor(LATER);
  }

  /** The same, but not by lot. */
  async lot(trouble, phone) {
    await this.page.evaluate(async (body) => {
      const headers = { 'X-Safelight-Page': '1', 'Content-Type': 'application/json' };
      await fetch('/api/surprise', { method: 'POST', headers, body: JSON.stringify(body) });
    }, { trouble, phone });
    await this.page.locator('.told[data-tip=surprise][data-stage=broken]').waitFor(LATER);
  }

  told() {
    return this.line.innerText();
  }

  stage() {
    return this.line.getAttribute('data-stage');
  }

  async expectStage(stage) {
    await this.page.locator(`.told[data-stage=${stage}]`).waitFor(LATER);
  }

  /** Puts everything right and waits until it is. */
  async calm() {
    const button = this.page.getByRole('button', { name: 'Put everything right' });
    await button.and(this.page.locator(':enabled')).waitFor(LATER);
    const done = this.page.waitForResponse((response) => response.url().endsWith('/api/calm'), LATER);
    await button.click();
    await done;
    await this.page.waitForFunction(
      (calm) =>
        [...document.querySelectorAll('.status')].every((one) => one.dataset.state === 'up_to_date') &&
        [...document.querySelectorAll('.panel [data-key]')].every((one) => (calm[one.dataset.key] ?? one.value) === one.value) &&
        [...document.querySelectorAll('[data-key=free_bytes]')].every((one) => Number(one.value) > 20e9),
      CALM,
      LATER,
    );
  }

  /** Gives the account so many megabytes. */
  async quota(megabytes) {
    await this.page.locator('.quota-set input').evaluate((input, value) => {
      input.value = value;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }, String(megabytes));
  }

  async moveOn(name) {
    await this.panel('Time').getByRole('button', { name }).click(SOON);
  }
}
