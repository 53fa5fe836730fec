// The photo grid: one stop for the Tab key, arrow keys inside it.
import { html, t, useEffect, useRef, useState } from './ui.js';
import { Icon } from './icons.js';

const COLUMNS = 3;
const MARK_ICONS = { here: 'phone', elsewhere: 'phone', failed: 'warn', lost: 'warn' };

/** The address of a picture of a photo. */
export function picture(phone, photo, size) {
  return `/api/phones/${phone.n}/photos/${photo.id}/${size}?v=${photo.picture}`;
}

/** What stands on a photo that is not safe yet, or no longer whole: in the grid the phone's name, in the viewer a sentence. */
export function Mark({ mark, short = false }) {
  return html`<span class=${`mark ${mark.kind}`}>
    <${Icon} name=${MARK_ICONS[mark.kind] ?? 'info'} />${short ? mark.short : mark.sentence}
  </span>`;
}

export function Grid({ phone, photos, more, showMore, open, empty }) {
  const list = useRef(null);
  const [at, setAt] = useState(0);
  const known = useRef(null);
  useEffect(() => {
    if (photos) known.current = new Set(photos.map((photo) => photo.id));
  }, [photos]);
  if (!photos) return html`<div class="scroll" aria-busy="true"></div>`;
  if (photos.length === 0) return html`<p class="empty"><${Icon} name="photos" />${empty}</p>`;
  const current = Math.min(at, photos.length - 1);
  const onKey = (event) => {
    const next = step(event.key, current, photos.length);
    if (next === null) return;
    event.preventDefault();
    setAt(next);
    list.current.children[next]?.querySelector('button')?.focus();
  };
  return html`<div class="scroll">
    <ul class="grid" ref=${list} onKeyDown=${onKey} aria-label=${t('tab-photos')} aria-description=${t('grid-hint')}>
      ${photos.map(
        (photo, index) =>
          html`<${Tile}
            key=${photo.id}
            ...${{ phone, photo }}
            progress=${phone.sending?.id === photo.id ? phone.sending.done : null}
            fresh=${known.current !== null && !known.current.has(photo.id)}
            tabindex=${index === current ? 0 : -1}
            onFocus=${() => setAt(index)}
            onClick=${() => open(photo.id)}
          />`,
      )}
    </ul>
    ${more && html`<button class="button more" onClick=${showMore}>${t('more')}</button>`}
  </div>`;
}

function step(key, at, count) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (!(key in steps)) return null;
  const next = at + steps[key];
  return next < 0 || next >= count ? null : next;
}

function Tile({ phone, photo, progress, fresh, tabindex, onFocus, onClick }) {
  return html`<li class=${fresh ? 'tile fresh' : 'tile'}>
    <button tabindex=${tabindex} onFocus=${onFocus} onClick=${onClick} aria-label=${photo.label} data-photo=${photo.id}>
      ${photo.thumbnail
        ? html`<img src=${picture(phone, photo, 'thumbnail')} alt="" loading="lazy" decoding="async" />`
        : html`<span class="blank"><${Icon} name=${photo.kind === 'video' ? 'video' : 'photos'} /></span>`}
      ${photo.mark && html`<${Mark} mark=${photo.mark} short />`}
      ${photo.favourite && html`<span class="badge"><${Icon} name="heart" filled /></span>`}
      ${progress !== null && html`<span class="tile-progress" style=${{ '--done': progress }}></span>`}
    </button>
  </li>`;
}
