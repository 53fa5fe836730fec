// A sheet that rises from the foot of a phone and keeps the keyboard until it is closed.
import { html, t, useFocusTrap } from './ui.js';
import { Icon } from './icons.js';

export function Sheet({ title, close, children }) {
  const box = useFocusTrap(close);
  return html`<div class="sheet-back" onClick=${(event) => event.target === event.currentTarget && close()}>
    <div class="sheet" role="dialog" aria-label=${title} tabindex="-1" ref=${box}>
      <header>
        <h3>${title}</h3>
        <button class="icon-button" onClick=${close} aria-label=${t('close')}><${Icon} name="close" /></button>
      </header>
      ${children}
    </div>
  </div>`;
}
