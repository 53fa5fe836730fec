// Why a phone waits: the first reason with its button, all reasons, and what a button means on each kind of phone.
import { get, html, post, t, useEffect, useState } from './ui.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

const STATE_ICONS = { up_to_date: 'check', syncing: 'sync', waiting: 'wait', attention: 'warn', signed_out: 'person' };

/** The state in one sentence; where something waits, with the button that ends it. */
export function StatusLine({ phone, press, openAll, quiet }) {
  const { status, reason } = phone;
  return html`<div class=${`status ${status.state}`} data-state=${status.state} data-code=${reason?.code}>
    <p><${Icon} name=${STATE_ICONS[status.state] ?? 'info'} /><span>${status.sentence}</span></p>
    ${reason &&
    !quiet &&
    html`<div class="status-buttons">
      ${reason.fix.form !== 'nothing' &&
      html`<button class="button small primary" data-action=${reason.fix.action} onClick=${() => press(reason)}>${reason.fix.label}</button>`}
      <button class="button small" onClick=${openAll}>${t('why-all')}</button>
    </div>`}
  </div>`;
}

/** All reasons, the true one first: the phone looks closely when this opens. */
export function Reasons({ phone, act, press, back }) {
  const [look, setLook] = useState(null);
  const [again, setAgain] = useState(0);
  const code = phone.reason?.code ?? '';
  useEffect(() => {
    let late = false;
    setLook(null);
    post(`/api/phones/${phone.n}/look`).then(
      (found) => late || setLook(found),
      (refused) => late || setLook({ reasons: [], repaired: [], unchecked: [], failed: refused.sentence ?? t('failed') }),
    );
    return () => (late = true);
  }, [phone.n, code, again]);
  return html`<div class="section">
    <header class="section-head">
      <button class="icon-button" onClick=${back} aria-label=${t('hub-back')}><${Icon} name="back" /></button>
      <h3>${t('why-title')}</h3>
    </header>
    <div class="scroll padded reasons" aria-busy=${look === null} tabindex="0" role="region" aria-label=${t('why-title')}>
      ${look === null ? html`<p class="hint" role="status">${t('why-looking')}</p>` : html`<${Found} ...${{ look, press }} />`}
      <div class="row">
        <button class="button small" onClick=${() => setAgain(again + 1)}>${t('why-again')}</button>
        <button class="button small" onClick=${() => act('sync', {}, t('why-synced'))}>${t('why-sync')}</button>
      </div>
    </div>
  </div>`;
}

function Found({ look, press }) {
  return html`
    ${look.failed && html`<p class="error" role="alert">${look.failed}</p>`}
    ${look.repaired.length > 0 &&
    html`<div class="mended" role="status">
      <h4>${t('why-mended')}</h4>
      <ul>${look.repaired.map((sentence) => html`<li key=${sentence}><${Icon} name="check" /><span>${sentence}</span></li>`)}</ul>
    </div>`}
    ${look.reasons.length === 0 && look.repaired.length === 0 && html`<p class="well"><${Icon} name="check" />${t('why-well')}</p>`}
    <ol class="reason-list">
      ${look.reasons.map(
        (reason) => html`<li key=${reason.code} class=${`reason ${reason.severity}`} data-reason=${reason.code}>
          <p class="reason-title">${reason.sentence}</p>
          ${reason.observed && html`<p class="hint">${reason.observed}</p>`}
          <p class="hint">${reason.lifts}</p>
          <p class="reason-foot">
            <code>${reason.code}</code>
            ${reason.fix.form !== 'nothing' && html`<button class="button small" onClick=${() => press(reason)}>${reason.fix.label}</button>`}
          </p>
        </li>`,
      )}
    </ol>
    ${look.unchecked.length > 0 &&
    html`<p class="hint">${t('why-unchecked')} ${look.unchecked.join(' ')}</p>`}
  `;
}

/** What a phone would show for a button that Safelight can't carry out itself, and the person's hand for it. */
export function FixSheet({ phone, reason, press, close }) {
  const [platforms, setPlatforms] = useState([]);
  useEffect(() => {
    get(`/api/phones/${phone.n}/fix/${reason.code}`).then((answer) => setPlatforms(answer.platforms), () => {});
  }, [phone.n, reason.code]);
  const own = platforms.find((one) => one.own);
  const others = platforms.filter((one) => !one.own);
  return html`<${Sheet} title=${reason.fix.label} close=${close}>
    ${own && html`<${OnPlatform} on=${own} />`}
    <div class="row">
      <button class="button" onClick=${close}>${t('cancel')}</button>
      <button class="button primary" data-first onClick=${press}>${t('fix-do')}</button>
    </div>
    <p class="hint">${t('fix-played')}</p>
    <details class="elsewhere">
      <summary>${t('fix-elsewhere')}</summary>
      ${others.map((one) => html`<${OnPlatform} key=${one.platform} on=${one} />`)}
    </details>
  <//>`;
}

function OnPlatform({ on }) {
  return html`<div class="on-platform">
    <h4>${on.name}</h4>
    <p>${on.sentence}</p>
    ${on.steps.length > 0 && html`<ol class="steps">${on.steps.map((step) => html`<li key=${step}>${step}</li>`)}</ol>`}
  </div>`;
}
