// The cloud between the phones: what it holds, what it can see, and the two connections that lead to it.
import { html, post, t, useState } from './ui.js';
import { Icon } from './icons.js';

const SPEEDS = [
  ['wifi', 'wifi', 'link-wifi'],
  ['slow', 'bars', 'link-slow'],
  ['off', 'unplugged', 'link-off'],
];

export function Cloud({ cloud, phones, log }) {
  return html`<section class="middle" aria-labelledby="cloud-title">
    <div class="cloud-card">
      <header>
        <span class="cloud-sign" aria-hidden="true"><${Icon} name="cloud" /></span>
        <div>
          <h2 id="cloud-title">${t('cloud-title')}</h2>
          <p>${t('cloud-blind')}</p>
        </div>
      </header>
      <div class="quota">
        <div class="quota-line"><span id="quota-name">${t('cloud-quota')}</span><span>${cloud.quota.sentence}</span></div>
        <div
          class="bar-track"
          role="meter"
          aria-labelledby="quota-name"
          aria-valuemin="0"
          aria-valuemax=${cloud.quota.total}
          aria-valuenow=${cloud.quota.used}
          aria-valuetext=${cloud.quota.sentence}
        >
          <span style=${{ '--done': cloud.quota.used / cloud.quota.total }}></span>
        </div>
      </div>
      <dl class="counts">
        <div><dt>${t('cloud-blocks')}</dt><dd>${cloud.blocks.count}</dd></div>
        <div><dt>${t('cloud-bytes')}</dt><dd>${cloud.stored}</dd></div>
        <div><dt>${t('cloud-reserved')}</dt><dd>${cloud.reserved}</dd></div>
      </dl>
      <${Seen} blocks=${cloud.blocks} />
    </div>
    <div class="links">${phones.map((phone) => html`<${Link} key=${phone.n} phone=${phone} />`)}</div>
    <${Log} log=${log} />
  </section>`;
}

/** The names by which the cloud knows what it keeps: nothing else of a photo is visible to it. */
function Seen({ blocks }) {
  return html`<div class="seen">
    <h3><${Icon} name="lock" />${t('cloud-sees')}</h3>
    ${blocks.latest.length === 0
      ? html`<p class="hint">${t('cloud-nothing')}</p>`
      : html`<p class="visually-hidden">${t('cloud-sees-hint')}</p>
          <ul class="blocks">${blocks.latest.map((block) => html`<li key=${block.id}><code>${block.id}</code><span>${block.size}</span></li>`)}</ul>`}
  </div>`;
}

function Link({ phone }) {
  const [failed, setFailed] = useState('');
  const choose = (speed) => {
    setFailed('');
    post(`/api/phones/${phone.n}/link`, { speed }).catch((refused) => setFailed(refused.sentence ?? t('failed')));
  };
  const { meter, link, activity } = phone;
  return html`<fieldset class=${`link phone-${phone.n}`}>
    <legend><span class="swatch" aria-hidden="true"></span>${phone.name}: ${t('link-title')}</legend>
    <div class="segments">
      ${SPEEDS.map(
        ([speed, icon, name]) =>
          html`<label key=${speed}>
            <input
              type="radio"
              class="visually-hidden"
              name=${`link-${phone.n}`}
              value=${speed}
              checked=${link.speed === speed}
              onChange=${() => choose(speed)}
            />
            <span><${Icon} name=${icon} />${t(name)}</span>
          </label>`,
      )}
    </div>
    <div class="meters">
      <${Meter} icon="up" name=${t('link-sent')} flow=${meter.sent} off=${link.speed === 'off'} />
      <${Meter} icon="down" name=${t('link-received')} flow=${meter.received} off=${link.speed === 'off'} />
    </div>
    <p class="activity">${activity.sentence}</p>
    <div class=${activity.done === null ? 'bar-track idle' : 'bar-track'} aria-hidden="true">
      <span style=${{ '--done': activity.done ?? 0 }}></span>
    </div>
    ${failed && html`<p class="error" role="alert">${failed}</p>`}
  </fieldset>`;
}

function Meter({ icon, name, flow, off }) {
  const moving = !off && flow.rate > 0;
  return html`<div class=${moving ? 'meter moving' : 'meter'}>
    <${Icon} name=${icon} />
    <span class="meter-name">${name}</span>
    <strong>${flow.total}</strong>
    <span class="rate">${moving ? flow.rate_text : ''}</span>
  </div>`;
}

function Log({ log }) {
  return html`<div class="log">
    <h3>${t('log-title')}</h3>
    <ol>${log.map((line) => html`<li key=${line.id}><time>${line.at}</time><span>${line.sentence}</span></li>`)}</ol>
  </div>`;
}
