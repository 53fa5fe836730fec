// What lies beyond the phones: the cloud's troubles, and the time that phones and cloud live in.
import { html, post, t, useEffect, useState } from './ui.js';
import { Icon } from './icons.js';
import { Choice, Switch } from './settings.js';
import { Bar } from './room.js';

const DOORS = [['open', 'door-open'], ['closed', 'door-closed'], ['wrong_certificate', 'door-certificate'], ['nameless', 'door-nameless']];
const FLOORS = [['0', 'floor-none'], ['1.0.0', 'version-1-0'], ['2.0.0', 'version-2-0']];
const STEPS = [[1, 'clock-an-hour'], [10, 'clock-a-night'], [720, 'clock-30-days']];
const MB = 1_000_000;

/** Does something to the world, and says if it could not be done. */
export function useWorld() {
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const act = async (path, body) => {
    setFailed('');
    setBusy(true);
    try {
      await post(path, body);
    } catch (refused) {
      setFailed(refused.sentence ?? t('failed'));
    } finally {
      setBusy(false);
    }
  };
  return [act, busy, failed];
}

export function CloudPanel({ cloud }) {
  const [act, , failed] = useWorld();
  const { troubles, quota } = cloud;
  const set = (change) => act('/api/cloud', change);
  return html`<section class="panel world" aria-labelledby="world-title">
    <h2 id="world-title"><${Icon} name="cloud" />${t('world-title')}</h2>
    <${Bar} bar=${cloud.room} name=${t('room-there')} />
    <${Quota} quota=${quota} set=${(bytes) => set({ quota: bytes })} />
    <div class="choices-grid">
      <${Choice} id="door" name=${t('world-door')} options=${DOORS} value=${troubles.door} set=${(door) => set({ door })} />
      <${Choice} id="floor" name=${t('world-floor')} options=${FLOORS} value=${troubles.floor} set=${(floor) => set({ floor })} />
    </div>
    <${Switch} name=${t('world-maintenance')} on=${troubles.maintenance} set=${(maintenance) => set({ maintenance })} />
    <${Switch} name=${t('world-slow')} on=${troubles.slow} set=${(slow) => set({ slow })} />
    <p class="hint">${t('world-real')}</p>
    ${failed && html`<p class="error" role="alert">${failed}</p>`}
  </section>`;
}

/** The room that the account has, and a button that leaves none. */
function Quota({ quota, set }) {
  const [moving, setMoving] = useState(null);
  useEffect(() => setMoving(null), [quota.total]);
  const megabytes = moving ?? Math.round(quota.total / MB);
  return html`<div class="battery quota-set">
    <label>
      <span>${t('world-quota')}</span>
      <input
        type="range"
        min="1"
        max="200"
        step="1"
        value=${megabytes}
        onInput=${(event) => setMoving(event.currentTarget.value)}
        onChange=${(event) => set(Number(event.currentTarget.value) * MB)}
      />
    </label>
    <output>${megabytes} MB</output>
    <button class="button small" onClick=${() => set(quota.used)}>${t('world-full')}</button>
  </div>`;
}

export function ClockPanel({ now }) {
  const [act, busy, failed] = useWorld();
  return html`<section class="panel clock-panel" aria-labelledby="clock-title">
    <h2 id="clock-title"><${Icon} name="clock" />${t('clock-title')}</h2>
    <p class="now"><span class="visually-hidden">${t('clock-now')} </span>${now}</p>
    <div class="clock-steps">
      ${STEPS.map(([hours, name]) => html`<button class="button small" key=${hours} disabled=${busy} onClick=${() => act('/api/clock', { hours })}>${t(name)}</button>`)}
    </div>
    <p class="hint">${t('clock-hint')}</p>
    ${failed && html`<p class="error" role="alert">${failed}</p>`}
  </section>`;
}
