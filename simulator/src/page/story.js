// Seven buttons that bring about what the usual seven tips are about, and one that breaks something unseen.
import { html, t } from './ui.js';
import { Icon } from './icons.js';
import { useWorld } from './world.js';

const TIPS = [
  ['settings', 'tip-settings', 'sliders'],
  ['connection', 'tip-connection', 'wifi'],
  ['cloud_storage', 'tip-cloud', 'cloud'],
  ['device_storage', 'tip-phone', 'disk'],
  ['restart', 'tip-restart', 'restore'],
  ['update', 'tip-update', 'down'],
  ['plug_in', 'tip-plug', 'bolt'],
];

export function Stories({ story, phones }) {
  const [act, busy, failed] = useWorld();
  const preparing = busy || story?.stage === 'preparing';
  return html`<section class="panel stories" id="stories" tabindex="-1" aria-labelledby="stories-title">
    <h2 id="stories-title"><${Icon} name="warn" />${t('stories-title')}</h2>
    <p class="hint">${t('stories-lead')}</p>
    <ol class="tips">
      ${TIPS.map(
        ([tip, name, icon], at) => html`<li key=${tip}>
          <button
            class="tip"
            data-start=${tip}
            aria-pressed=${story?.tip === tip}
            disabled=${preparing}
            onClick=${() => act('/api/tip', { tip })}
          >
            <span class="tip-number" aria-hidden="true">${at + 1}</span><${Icon} name=${icon} /><span>${t(name)}</span>
          </button>
        </li>`,
      )}
    </ol>
    <div class="row">
      <button class="button primary" disabled=${preparing} onClick=${() => act('/api/surprise')}><${Icon} name="dice" />${t('surprise')}</button>
      ${story?.kind === 'surprise' && story.stage === 'broken' && !story.told && html`<button class="button" onClick=${() => act('/api/reveal')}>${t('surprise-reveal')}</button>`}
      <button class="button" disabled=${preparing} onClick=${() => act('/api/calm')}>${t('stories-calm')}</button>
    </div>
    <div class=${`told ${story?.stage ?? ''}`} role="status" data-stage=${story?.stage} data-tip=${story?.tip ?? story?.kind}>
      ${story && html`<${Told} ...${{ story, phones }} />`}
    </div>
    ${failed && html`<p class="error" role="alert">${failed}</p>`}
  </section>`;
}

function Told({ story, phones }) {
  if (story.stage === 'preparing') return html`<p>${t('story-preparing')}</p>`;
  const name = phones.find((phone) => phone.n === story.phone)?.name;
  if (story.stage === 'mended') {
    return html`<p><${Icon} name="check" /><strong>${t('story-mended')}</strong></p>
      <p>${name}: ${story.told}</p>`;
  }
  if (!story.told) return html`<p>${t('surprise-hidden')}</p>`;
  return html`<p data-photo-waits=${story.photo}><strong>${name}:</strong> ${story.told}</p>
    <p class="hint">${t('story-broken')}</p>`;
}
