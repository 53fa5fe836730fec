// Starts the real simulator: a server and two phones in one process, on a folder that is removed afterwards.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, 'target');

/** The program: named by the caller, or the newest kind that was built. */
function program() {
  const built = ['release', 'debug'].map((profile) => join(TARGET, profile, 'safelight-simulator'));
  const found = [process.env.SAFELIGHT_SIMULATOR, ...built].find((path) => path && existsSync(path));
  if (!found) throw new Error('build it first: cargo build -p safelight-simulator');
  return found;
}

/** Starts it and waits for the line that names the page; or takes the one that runs at `SAFELIGHT_PAGE`. */
export async function startSimulator() {
  if (process.env.SAFELIGHT_PAGE) return { page: process.env.SAFELIGHT_PAGE, stop: async () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'safelight-browser-'));
  const child = spawn(program(), ['--data', folder, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const page = await new Promise((resolve, reject) => {
    const listen = (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', (bytes) => (said += bytes));
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the simulator ended with ${code}:\n${said}`)));
  });
  return {
    page,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
