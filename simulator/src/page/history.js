// What happened on a phone: "why not last night?", in sentences, and what it cost.
import { get, html, t, useEffect, useState } from './ui.js';
import { Icon } from './icons.js';

export function Timeline({ phone, back }) {
  const [told, setTold] = useState(null);
  useEffect(() => {
    get(`/api/phones/${phone.n}/timeline`).then(setTold, () => {});
  }, [phone.n, phone.clock, phone.status.sentence, phone.revision]);
  return html`<div class="section">
    <header class="section-head">
      <button class="icon-button" onClick=${back} aria-label=${t('hub-back')}><${Icon} name="back" /></button>
      <h3>${t('time-title')}</h3>
    </header>
    <div class="scroll padded" tabindex="0" role="region" aria-label=${t('time-title')}>
      ${told?.lines.length === 0 && html`<p class="hint">${t('time-none')}</p>`}
      <ol class="timeline">
        ${told?.lines.map(
          (line, at) => html`<li key=${`${line.at}-${at}`} class=${line.code ? 'waited' : ''} data-code=${line.code}>
            <time>${line.at}</time><span>${line.sentence}</span>
          </li>`,
        )}
      </ol>
      ${told?.receipts.length > 0 &&
      html`<h4>${t('time-receipts')}</h4>
        <ul class="receipts">${told.receipts.map((line) => html`<li key=${line}>${line}</li>`)}</ul>`}
    </div>
  </div>`;
}
