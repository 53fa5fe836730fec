// Room: the bars, making room on a phone, and, which is another thing, freeing up the cloud.
import { get, html, post, t, useEffect, useState } from './ui.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

/** A bar by kind. What it shows is said in words beside it. */
export function Bar({ bar, name }) {
  return html`<figure class="room-bar">
    <figcaption><span>${name}</span><span>${bar.sentence}</span></figcaption>
    <div class="kinds" aria-hidden="true">
      ${bar.kinds.map((kind) => html`<span key=${kind.kind} class=${`kind ${kind.kind}`} style=${{ '--share': kind.share }}></span>`)}
    </div>
    <ul class="legend">
      ${bar.kinds.map((kind) => html`<li key=${kind.kind}><span class=${`kind ${kind.kind}`} aria-hidden="true"></span>${kind.name}<span class="hint">${kind.size}</span></li>`)}
    </ul>
    ${bar.forecast && html`<p class="hint">${bar.forecast}</p>`}
  </figure>`;
}

/** A button whose answer is a sentence that stays: what was proven, and what was not. */
export function Ask({ name, path, act }) {
  const [said, setSaid] = useState(null);
  const ask = async () => {
    setSaid(null);
    setSaid(await act(path));
  };
  return html`<button class="button small" onClick=${ask}>${name}</button>
    <p class=${said && !said.whole ? 'proof error' : 'proof hint'} role="status">${said?.sentence}</p>`;
}

export function Room({ phone, cloud, act, back, freeUp }) {
  return html`<div class="section">
    <header class="section-head">
      <button class="icon-button" onClick=${back} aria-label=${t('hub-back')}><${Icon} name="back" /></button>
      <h3>${t('room-title')}</h3>
    </header>
    <div class="scroll padded" tabindex="0" role="region" aria-label=${t('room-title')}>
      <${Bar} bar=${phone.room} name=${t('room-here')} />
      <p class="hint">${t('room-make-hint')}</p>
      <button class="button small" onClick=${() => act('make-room')}>${t('room-make')}</button>
      <${Bar} bar=${cloud.room} name=${t('room-there')} />
      <p class="hint">${t('free-up-hint')}</p>
      <button class="button small" onClick=${freeUp}>${t('free-up')}</button>
      <p class="hint">${t('verify-hint')}</p>
      <${Ask} name=${t('verify')} path="verify" act=${act} />
    </div>
  </div>`;
}

/** Two deeds: the first frees nothing, the second can't be undone and is asked about again. */
export function FreeUp({ phone, act, close }) {
  const [plan, setPlan] = useState(null);
  const [sure, setSure] = useState(false);
  const load = () => get(`/api/phones/${phone.n}/free-up`).then(setPlan, () => {});
  useEffect(() => void load(), [phone.n]);
  const empty = async () => {
    if (await act('free-up/empty')) close();
  };
  const move = async () => {
    await act('free-up/trash');
    await load();
  };
  return html`<${Sheet} title=${t('free-up')} close=${close}>
    <p>${t('free-up-lead')}</p>
    ${plan &&
    html`<p>${plan.videos.sentence}</p>
      ${plan.videos.count > 0 && html`<button class="button small" onClick=${move}>${t('free-up-move')}</button>`}
      <p>${plan.deleted.sentence}</p>
      ${plan.deleted.count > 0 &&
      (sure
        ? html`<p class="error" role="alert">${t('free-up-sure')}</p>
            <div class="row">
              <button class="button" onClick=${() => setSure(false)}>${t('cancel')}</button>
              <button class="button danger" onClick=${empty}>${t('free-up-yes')}</button>
            </div>`
        : html`<button class="button small" onClick=${() => setSure(true)}>${t('free-up-empty')}</button>`)}`}
  <//>`;
}
