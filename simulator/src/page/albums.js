// Albums: the list of them, and the head of one.
import { html, t, useState } from './ui.js';
import { Icon } from './icons.js';
import { Sheet } from './sheet.js';

export function AlbumList({ phone, act, open }) {
  const [naming, setNaming] = useState(false);
  const create = async (name) => {
    if (await act('albums', { name })) setNaming(false);
  };
  return html`<div class="section">
    <header class="section-head">
      <h3>${t('tab-albums')}</h3>
      <button class="button small" onClick=${() => setNaming(true)}><${Icon} name="plus" />${t('albums-new')}</button>
    </header>
    <div class="scroll">
      ${phone.albums.length === 0
        ? html`<p class="empty"><${Icon} name="albums" />${t('empty-albums')}</p>`
        : html`<ul class="album-list">
            ${phone.albums.map(
              (album) =>
                html`<li key=${album.id}>
                  <button onClick=${() => open(album.id)}>
                    ${album.cover
                      ? html`<img src=${`/api/phones/${phone.n}/photos/${album.cover}/thumbnail`} alt="" />`
                      : html`<span class="blank"><${Icon} name="albums" /></span>`}
                    <span class="album-name">${album.name}</span>
                    <span class="count">${album.count}</span>
                  </button>
                </li>`,
            )}
          </ul>`}
    </div>
    ${naming && html`<${Naming} title=${t('albums-new')} done=${t('albums-create')} save=${create} close=${() => setNaming(false)} />`}
  </div>`;
}

export function AlbumHead({ phone, album, act, back }) {
  const [sheet, setSheet] = useState(null);
  const found = phone.albums.find((one) => one.id === album);
  const rename = async (name) => {
    if (await act(`albums/${album}/rename`, { name })) setSheet(null);
  };
  const remove = async () => {
    if (await act(`albums/${album}/delete`)) back();
  };
  return html`<header class="section-head">
    <button class="icon-button" onClick=${back} aria-label=${t('albums-back')}><${Icon} name="back" /></button>
    <h3>${found?.name}</h3>
    <button class="icon-button" onClick=${() => setSheet('rename')} aria-label=${t('albums-rename')}><${Icon} name="text" /></button>
    <button class="icon-button" onClick=${() => setSheet('delete')} aria-label=${t('albums-delete')}><${Icon} name="trash" /></button>
    ${sheet === 'rename' &&
    html`<${Naming} title=${t('albums-rename')} name=${found?.name} done=${t('save')} save=${rename} close=${() => setSheet(null)} />`}
    ${sheet === 'delete' &&
    html`<${Sheet} title=${t('albums-delete-title')} close=${() => setSheet(null)}>
      <p>${t('albums-delete-warning')}</p>
      <div class="row">
        <button class="button" data-first onClick=${() => setSheet(null)}>${t('cancel')}</button>
        <button class="button danger" onClick=${remove}>${t('albums-delete')}</button>
      </div>
    <//>`}
  </header>`;
}

function Naming({ title, name = '', done, save, close }) {
  const submit = (event) => {
    event.preventDefault();
    save(new FormData(event.currentTarget).get('name'));
  };
  return html`<${Sheet} title=${title} close=${close}>
    <form onSubmit=${submit}>
      <label class="field"
        ><span>${t('albums-name')}</span><input name="name" defaultValue=${name} required maxlength="200" data-first
      /></label>
      <div class="row"><button class="button primary">${done}</button></div>
    </form>
  <//>`;
}
