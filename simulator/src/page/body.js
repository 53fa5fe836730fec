// The phone under the hand: everything that it is told of itself. Each fact may also be "not told".
import { html, post, t, useEffect, useState } from './ui.js';
import { Choice } from './settings.js';

const YES_NO = [['false', 'no'], ['true', 'yes'], ['unknown', 'untold']];
const NO_YES = [['true', 'yes'], ['false', 'no'], ['unknown', 'untold']];
const UNTOLD = ['unknown', 'untold'];

const GROUPS = [
  [
    'body-power',
    [
      ['charging', 'fact-charging', [['unplugged', 'charging-no'], ['charging', 'charging-yes'], ['limited', 'charging-limited'], ['full', 'charging-full'], UNTOLD]],
      ['low_power', 'fact-low-power', YES_NO],
      ['thermal', 'fact-thermal', [['nominal', 'thermal-nominal'], ['fair', 'thermal-fair'], ['serious', 'thermal-serious'], ['critical', 'thermal-critical'], UNTOLD]],
    ],
  ],
  [
    'body-network',
    [
      ['network', 'fact-network', [['wifi', 'network-wifi'], ['cellular', 'network-cellular'], ['ethernet', 'network-ethernet'], ['none', 'network-none'], UNTOLD]],
      ['metered', 'fact-metered', YES_NO],
      ['constrained', 'fact-constrained', YES_NO],
      ['roaming', 'fact-roaming', YES_NO],
      ['captive', 'fact-captive', YES_NO],
      ['validated', 'fact-validated', NO_YES],
      ['vpn', 'fact-vpn', [['false', 'no'], ['wifi', 'vpn-wifi'], ['cellular', 'vpn-cellular'], ['ethernet', 'vpn-ethernet'], ['true', 'vpn-some'], UNTOLD]],
      ['cellular_allowed', 'fact-cellular-allowed', NO_YES],
      ['data_saver', 'fact-data-saver', YES_NO],
      ['lan_allowed', 'fact-lan-allowed', NO_YES],
    ],
  ],
  [
    'body-rights',
    [
      ['photo_access', 'fact-photo-access', [['full', 'access-full'], ['limited', 'access-limited'], ['none', 'access-none'], ['restricted', 'access-restricted'], ['not_asked', 'access-not-asked'], UNTOLD]],
      ['background', 'fact-background', [['allowed', 'background-allowed'], ['denied', 'background-denied'], ['restricted', 'background-restricted'], UNTOLD]],
      ['app_state', 'fact-app-state', [['foreground', 'app-foreground'], ['background', 'app-background'], ['extension', 'app-extension'], UNTOLD]],
    ],
  ],
];

// What the system itself gives as a reason: the first phone is an iPhone, the second runs Android.
const SYSTEM_ON_BOTH = [['none', 'system-none'], ['bg.force_quit', 'system-quit'], ['bg.locked_boot', 'system-locked'], ['load.system', 'system-load'], ['bg.resources', 'system-resources']];
const SYSTEM = {
  1: [...SYSTEM_ON_BOTH, ['bg.ext_off', 'system-extension'], ['acct.child', 'system-child'], UNTOLD],
  2: [...SYSTEM_ON_BOTH, ['bg.doze', 'system-doze'], ['bg.hibernated', 'system-hibernated'], ['acct.profile_locked', 'system-profile'], UNTOLD],
};
const SPACES = [['21000000000', 'space-21-gb'], ['2000000000', 'space-2-gb'], ['500000000', 'space-500-mb'], ['40000000', 'space-40-mb'], UNTOLD];
const CLOCKS = [['0', 'clock-right'], ['3600', 'clock-hour'], ['259200', 'clock-days'], ['-31536000', 'clock-year'], UNTOLD];
const VERSIONS = [['0.9.0', 'version-0-9'], ['1.0.0', 'version-1-0'], ['2.0.0', 'version-2-0']];

export function Body({ phone }) {
  const [failed, setFailed] = useState('');
  const { facts } = phone;
  const set = (key, value) => {
    setFailed('');
    post(`/api/phones/${phone.n}/facts`, { [key]: value }).catch((refused) => setFailed(refused.sentence ?? t('failed')));
  };
  const one = (key, name, options) => html`<${Choice} key=${key} id=${key} ...${{ name: t(name), options, value: facts[key] ?? 'unknown', set: (value) => set(key, value) }} />`;
  return html`<section class=${`panel body phone-${phone.n}`} aria-labelledby=${`body-${phone.n}`} data-body=${phone.n}>
    <h2 id=${`body-${phone.n}`}><span class="swatch" aria-hidden="true"></span>${phone.name}: ${t('body-title')}</h2>
    ${GROUPS.map(
      ([title, list]) => html`<fieldset key=${title}>
        <legend>${t(title)}</legend>
        ${title === 'body-power' && html`<${Battery} level=${facts.battery} set=${(value) => set('battery', value)} />`}
        <div class="choices-grid">${list.map(([key, name, options]) => one(key, name, options))}</div>
      </fieldset>`,
    )}
    <fieldset>
      <legend>${t('body-other')}</legend>
      <div class="choices-grid">
        ${one('free_bytes', 'fact-free', space(facts.free_bytes))} ${one('clock_offset_s', 'fact-clock', CLOCKS)}
        ${one('app_version', 'fact-version', VERSIONS)} ${one('system', 'fact-system', SYSTEM[phone.n])}
      </div>
    </fieldset>
    ${failed && html`<p class="error" role="alert">${failed}</p>`}
  </section>`;
}

/** The room that is free now is an option of its own: it changes with every photo. */
function space(free) {
  const bytes = Number(free);
  if (!Number.isFinite(bytes) || SPACES.some(([value]) => value === free)) return SPACES;
  const near = SPACES.find(([value]) => Math.abs(Number(value) - bytes) < 0.02 * Number(value));
  return near ? SPACES.map((one) => (one === near ? [free, near[1]] : one)) : SPACES;
}

function Battery({ level, set }) {
  const told = level !== undefined && level !== 'unknown';
  const [moving, setMoving] = useState(null);
  useEffect(() => setMoving(null), [level]);
  const shown = moving ?? (told ? level : '50');
  return html`<div class="battery">
    <label>
      <span>${t('fact-battery')}</span>
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        value=${shown}
        disabled=${!told}
        data-key="battery"
        onInput=${(event) => setMoving(event.currentTarget.value)}
        onChange=${(event) => set(event.currentTarget.value)}
      />
    </label>
    <output>${told ? `${shown} %` : t('untold')}</output>
    <label class="untold"><input type="checkbox" checked=${!told} onChange=${(event) => set(event.currentTarget.checked ? 'unknown' : '50')} />${t('untold')}</label>
  </div>`;
}
