// A simulator of its own with its page open, and whoever stands on it: what a file of tests begins and ends with.
import { after } from 'node:test';
import { openPage, startBrowser } from './browser.mjs';
import { Phone } from './phone.mjs';
import { startSimulator } from './simulator.mjs';
import { World } from './world.mjs';

let simulator, browser;

after(async () => {
  await browser?.close();
  await simulator?.stop();
});

/** Sets the stage; it is cleared after the last test of the file. */
export async function setStage() {
  simulator = await startSimulator();
  browser = await startBrowser();
  const page = await openPage(browser, simulator.page);
  const [blue, coral] = ['Blue phone', 'Coral phone'].map((name) => new Phone(page, name));
  return { page, blue, coral, world: new World(page) };
}
