// The account as a phone shows it: who is signed in, how it stands, and the ways to everything else about this phone.
import { html, t, useState } from './ui.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

const PLACES = [
  ['reasons', 'info', 'why-title'],
  ['settings', 'sliders', 'set-title'],
  ['room', 'disk', 'room-title'],
  ['timeline', 'wait', 'time-title'],
];

export function Account({ phone, account, act, onWords, go }) {
  const [leaving, setLeaving] = useState(false);
  const rows = [
    [t('account-email'), phone.signed_in ? account.email : t('account-nobody')],
    [t('account-state'), phone.status.sentence],
    [t('account-last'), phone.last_success],
    [t('account-safe'), phone.counts.safe],
    [t('account-waiting'), phone.counts.waiting],
    [t('account-version'), phone.facts.app_version],
    [t('account-other'), phone.other],
  ].filter(([, value]) => value);
  return html`<div class="section">
    <header class="section-head"><h3>${t('account-title')}</h3></header>
    <div class="scroll padded" tabindex="0" role="region" aria-label=${t('account-title')}>
      ${phone.alerts.length > 0 &&
      html`<ul class="alerts" aria-label=${t('account-alerts')}>
        ${phone.alerts.map((alert) => html`<li key=${alert}><${Icon} name="warn" /><span>${alert}</span></li>`)}
      </ul>`}
      <ul class="places">
        ${PLACES.map(
          ([place, icon, name]) => html`<li key=${place}>
            <button onClick=${() => go(place)}><${Icon} name=${icon} /><span>${t(name)}</span><${Icon} name="next" /></button>
          </li>`,
        )}
      </ul>
      <dl class="facts">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div class="card">
        <p>
          <${Icon} name=${account.words_checked ? 'check' : 'warn'} />
          <span><strong>${t('account-words')}</strong><br />${t(account.words_checked ? 'account-words-ok' : 'account-words-open')}</span>
        </p>
        <button class="button" onClick=${onWords}>${t(account.words_checked ? 'account-words-new' : 'account-words-check')}</button>
      </div>
      <div class="row">
        ${phone.signed_in
          ? html`<button class="button small" onClick=${() => setLeaving(true)}>${t('account-sign-out')}</button>`
          : html`<button class="button small primary" onClick=${() => act('sign-in', {}, t('account-signed-in'))}>${t('account-sign-in')}</button>`}
      </div>
    </div>
    ${leaving &&
    html`<${Sheet} title=${t('account-sign-out')} close=${() => setLeaving(false)}>
      <p>${t('account-sign-out-hint')}</p>
      <div class="row">
        <button class="button" data-first onClick=${() => setLeaving(false)}>${t('cancel')}</button>
        <button
          class="button danger"
          onClick=${async () => {
            setLeaving(false);
            await act('sign-out', {}, t('account-signed-out'));
          }}
        >
          ${t('account-sign-out')}
        </button>
      </div>
    <//>`}
  </div>`;
}
