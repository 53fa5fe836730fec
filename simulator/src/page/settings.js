// What the person wants of a phone, as a phone shows it.
import { get, html, t, useEffect, useRef, useState } from './ui.js';
import { Icon } from './icons.js';

const MB = 1_000_000;
const CELLULAR = { off: 'set-off', small: 'set-small', [50 * MB]: 'set-50-mb', [200 * MB]: 'set-200-mb', [1000 * MB]: 'set-1-gb', unlimited: 'set-unlimited' };
const FLOORS = [['0', 'set-floor-none'], ['10', 'set-floor-10'], ['20', 'set-floor-20'], ['50', 'set-floor-50']];
const HOURS = [['always', 'set-hours-always'], ['22:00-07:00', 'set-hours-night'], ['09:00-17:00', 'set-hours-day']];
const OPTIMISE = [['off', 'set-off'], ['automatic', 'set-automatic'], ['keep:5000000000', 'set-keep-5'], ['keep:30000000000', 'set-keep-30']];

export function Settings({ phone, act, back }) {
  const { settings } = phone;
  const set = (key, value) => act('settings', { [key]: value });
  const choose = (key, name, options) => html`<${Choice} ...${{ phone, id: key, name, options, value: settings[key], set: (value) => set(key, value) }} />`;
  const toggle = (key, name, hint) =>
    html`<${Switch} ...${{ name, hint, on: settings[key] === 'true', set: (on) => set(key, String(on)) }} />`;
  return html`<div class="section">
    <header class="section-head">
      <button class="icon-button" onClick=${back} aria-label=${t('hub-back')}><${Icon} name="back" /></button>
      <h3>${t('set-title')}</h3>
    </header>
    <div class="scroll padded settings" tabindex="0" role="region" aria-label=${t('set-title')}>
      ${toggle('sync', t('set-sync'), t('set-sync-hint'))}
      <${Timed} ...${{ phone, act }} />
      <${Cellular} ...${{ phone, set, setting: 'cellular_photos', name: t('set-cellular-photos') }} />
      <${Cellular} ...${{ phone, set, setting: 'cellular_videos', name: t('set-cellular-videos') }} />
      ${toggle('roaming', t('set-roaming'))} ${toggle('low_data', t('set-low-data'))} ${toggle('charging_only', t('set-charging-only'))}
      ${choose('battery_floor', t('set-floor'), FLOORS)} ${toggle('in_low_power', t('set-low-power'))} ${toggle('when_hot', t('set-when-hot'))}
      ${choose('hours', t('set-hours'), HOURS)} ${choose('optimise', t('set-optimise'), OPTIMISE)}
    </div>
  </div>`;
}

/** What was just chosen is shown at once; after a moment what is so counts again. */
export function useHope(value, set) {
  const [hoped, setHoped] = useState(null);
  const timer = useRef(0);
  useEffect(() => {
    setHoped(null);
    return () => clearTimeout(timer.current);
  }, [value]);
  const choose = (next) => {
    setHoped({ next });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHoped(null), 3000);
    set(next);
  };
  return [hoped ? hoped.next : value, choose];
}

export function Switch({ name, hint, on, set }) {
  const [shown, choose] = useHope(on, set);
  return html`<label class="switch">
    <span>${name}${hint && html`<span class="hint">${hint}</span>`}</span>
    <input type="checkbox" role="switch" checked=${shown} onChange=${(event) => choose(event.currentTarget.checked)} />
  </label>`;
}

/** A value that no option has is shown as it is. */
export function Choice({ name, options, value, set, id }) {
  const [shown, choose] = useHope(value, set);
  const known = options.some(([one]) => one === shown);
  return html`<label class="choice">
    <span>${name}</span>
    <select value=${shown} data-key=${id} onChange=${(event) => choose(event.currentTarget.value)}>
      ${!known && html`<option value=${shown}>${shown}</option>`}
      ${options.map(([one, label]) => html`<option key=${one} value=${one}>${t(label)}</option>`)}
    </select>
  </label>`;
}

/** The cellular switch: beside each choice what it would let go today. */
function Cellular({ phone, set, setting, name }) {
  const [choices, setChoices] = useState([]);
  const value = phone.settings[setting];
  const [shown, choose] = useHope(value, (next) => set(setting, next));
  useEffect(() => {
    get(`/api/phones/${phone.n}/what-if?setting=${setting}`).then((answer) => setChoices(answer.choices), () => {});
  }, [phone.n, phone.revision, phone.counts.waiting, value]);
  return html`<fieldset class="cellular">
    <legend>${name}</legend>
    ${choices.map(
      (choice) => html`<label key=${choice.value}>
        <input
          type="radio"
          name=${`${setting}-${phone.n}`}
          value=${choice.value}
          checked=${choice.value === shown}
          onChange=${() => choose(choice.value)}
        />
        <span>${t(CELLULAR[choice.value])}<span class="hint">${choice.sentence}</span></span>
      </label>`,
    )}
  </fieldset>`;
}

/** Pause, and its opposite. */
function Timed({ phone, act }) {
  return html`<div class="timed">
    ${phone.paused
      ? html`<p>${t('set-paused')} ${phone.paused}</p>
          <button class="button small" onClick=${() => act('pause', { hours: 0 })}>${t('set-resume')}</button>`
      : html`<button class="button small" onClick=${() => act('pause', { hours: 1 })}>${t('set-pause-hour')}</button>
          <button class="button small" onClick=${() => act('pause', { hours: 12 })}>${t('set-pause-night')}</button>`}
    ${phone.hurried
      ? html`<p>${t('set-hurried')} ${phone.hurried}</p>
          <button class="button small" onClick=${() => act('boost', { hours: 0 })}>${t('set-hurry-end')}</button>`
      : html`<button class="button small" onClick=${() => act('boost', { hours: 1 })}>${t('set-hurry')}</button>`}
  </div>`;
}
