// One photo, as large as the phone: look at it, like it, name it, file it, delete it.
import { get, html, t, useEffect, useFocusTrap, useState } from './ui.js';
import { Icon } from './icons.js';
import { Mark, picture } from './grid.js';
import { Ask } from './room.js';
import { Sheet } from './sheet.js';

/** The dialog over the grid. It follows the list: when its photo leaves the view, the neighbour is shown. */
export function Viewer({ phone, photos, open, setOpen, act, close }) {
  const found = photos.findIndex((photo) => photo.id === open);
  const [last, setLast] = useState(Math.max(found, 0));
  const at = found >= 0 ? found : Math.min(last, photos.length - 1);
  const photo = photos[at];
  useEffect(() => {
    if (found >= 0) setLast(found);
    else if (photo) setOpen(photo.id);
    else close();
  }, [found, photo?.id]);
  const go = (by) => photos[at + by] && setOpen(photos[at + by].id);
  const box = useFocusTrap(close);
  const onKey = (event) => {
    if (event.target.closest('input, textarea, .sheet')) return;
    if (event.key === 'ArrowLeft') go(-1);
    if (event.key === 'ArrowRight') go(1);
  };
  return html`<div class="viewer" role="dialog" aria-label=${photo?.label} tabindex="-1" ref=${box} onKeyDown=${onKey}>
    <${Head} photo=${photo} close=${close} />
    ${photo && html`<${Picture} key=${photo.id} ...${{ phone, photo }} first=${at === 0} last=${at === photos.length - 1} go=${go} />`}
    ${photo && html`<${Foot} ...${{ phone, photo, act }} />`}
  </div>`;
}

function Head({ photo, close }) {
  return html`<header class="viewer-head">
    <button class="icon-button" data-first onClick=${close} aria-label=${t('viewer-back')}><${Icon} name="back" /></button>
    <p><strong>${photo?.day}</strong><span>${photo?.time}</span></p>
  </header>`;
}

/** The preview at once, the original on request. */
function Picture({ phone, photo, first, last, go }) {
  const [original, setOriginal] = useState('no');
  const size = original === 'shown' ? 'original' : 'preview';
  const fetchOriginal = () => {
    setOriginal('loading');
    const image = new Image();
    image.onload = () => setOriginal('shown');
    image.onerror = () => setOriginal('failed');
    image.src = picture(phone, photo, 'original');
  };
  return html`<div class="picture">
    ${photo.thumbnail
      ? html`<img src=${picture(phone, photo, size)} alt=${photo.caption || photo.label} style=${backdrop(phone, photo)} />`
      : html`<p class="empty"><${Icon} name=${photo.kind === 'video' ? 'video' : 'photos'} />${t('viewer-no-picture')}</p>`}
    <button class="icon-button turn previous" disabled=${first} onClick=${() => go(-1)} aria-label=${t('viewer-previous')}>
      <${Icon} name="back" />
    </button>
    <button class="icon-button turn next" disabled=${last} onClick=${() => go(1)} aria-label=${t('viewer-next')}>
      <${Icon} name="next" />
    </button>
    <div class="over">
      ${photo.mark && html`<${Mark} mark=${photo.mark} />`}
      ${photo.shows_original &&
      html`<button class="chip" disabled=${original === 'loading' || original === 'shown'} onClick=${fetchOriginal}>
        ${original === 'loading' ? t('viewer-original-loading') : original === 'shown' ? t('viewer-original-shown') : t('viewer-original')}
      </button>`}
      ${original === 'failed' && html`<span class="mark failed" role="alert"><${Icon} name="warn" />${photo.original}</span>`}
    </div>
  </div>`;
}

// The thumbnail stands in until the larger picture has come.
function backdrop(phone, photo) {
  return { backgroundImage: `url("${picture(phone, photo, 'thumbnail')}")` };
}

function Foot({ phone, photo, act }) {
  const [sheet, setSheet] = useState(null);
  const path = `photos/${photo.id}`;
  const closeSheet = () => setSheet(null);
  useEffect(closeSheet, [photo.id]);
  return html`${photo.caption && html`<p class="caption">${photo.caption}</p>`}
    <div class="tools">
      ${photo.trashed || photo.contested
        ? html`<${Tool} icon="restore" name=${t('viewer-restore')} act=${() => act(`${path}/restore`, {}, t('restored'))} />
            <${Tool} icon="info" name=${t('viewer-details')} act=${() => setSheet('details')} />
            <${Tool} icon="trash" name=${t('viewer-delete')} act=${() => setSheet('delete')} />`
        : html`<${Tool}
              icon="heart"
              filled=${photo.favourite}
              pressed=${photo.favourite}
              name=${t('viewer-favourite')}
              act=${() => act(path, { favourite: !photo.favourite })}
            />
            <${Tool} icon="text" name=${t('viewer-caption')} act=${() => setSheet('caption')} />
            <${Tool} icon="albums" name=${t('tab-albums')} act=${() => setSheet('albums')} />
            <${Tool} icon="info" name=${t('viewer-details')} act=${() => setSheet('details')} />
            <${Tool} icon="trash" name=${t('viewer-trash')} act=${() => act(`${path}/trash`, {}, t('trashed'))} />`}
    </div>
    ${sheet === 'caption' && html`<${Caption} ...${{ photo, act, path }} close=${closeSheet} />`}
    ${sheet === 'albums' && html`<${Choose} ...${{ phone, photo, act }} close=${closeSheet} />`}
    ${sheet === 'details' && html`<${Details} ...${{ photo, act, path }} close=${closeSheet} />`}
    ${sheet === 'delete' && html`<${DeleteForGood} ...${{ act, path }} close=${closeSheet} />`}`;
}

function Tool({ icon, name, act, filled, pressed }) {
  return html`<button class="tool" onClick=${act} aria-pressed=${pressed}>
    <${Icon} name=${icon} filled=${filled} /><span>${name}</span>
  </button>`;
}

function Caption({ photo, act, path, close }) {
  const save = async (event) => {
    event.preventDefault();
    const caption = new FormData(event.currentTarget).get('caption');
    if (await act(path, { caption }, t('caption-saved'))) close();
  };
  return html`<${Sheet} title=${t('viewer-caption')} close=${close}>
    <form onSubmit=${save}>
      <label class="field"
        ><span>${t('caption-label')}</span>
        <textarea name="caption" rows="3" maxlength="2000" data-first>${photo.caption}</textarea>
      </label>
      <div class="row"><button class="button primary">${t('save')}</button></div>
    </form>
  <//>`;
}

function Choose({ phone, photo, act, close }) {
  const [albums, setAlbums] = useState([]);
  useEffect(() => {
    let current = true;
    get(`/api/phones/${phone.n}/photos/${photo.id}/albums`).then((answer) => current && setAlbums(answer.albums), () => {});
    return () => {
      current = false;
    };
  }, [photo.id, phone.revision]);
  const toggle = (album) => act(`albums/${album.id}/${album.chosen ? 'remove' : 'add'}`, { photo: photo.id });
  const create = async (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const album = await act('albums', { name: new FormData(form).get('name') });
    if (album) await act(`albums/${album.id}/add`, { photo: photo.id });
    form.reset();
  };
  return html`<${Sheet} title=${t('albums-choose')} close=${close}>
    <ul class="choices">
      ${albums.map(
        (album) =>
          html`<li key=${album.id}>
            <label><input type="checkbox" checked=${album.chosen} onChange=${() => toggle(album)} /><span>${album.name}</span></label>
          </li>`,
      )}
    </ul>
    <form class="inline" onSubmit=${create}>
      <label class="field"><span>${t('albums-new')}</span><input name="name" required maxlength="200" /></label>
      <button class="button">${t('albums-create')}</button>
    </form>
  <//>`;
}

function Details({ photo, act, path, close }) {
  const rows = [
    [t('details-taken'), photo.taken],
    [t('details-original'), photo.original],
    [t('details-size'), photo.size],
    [t('details-file'), photo.name],
    [t('details-camera'), photo.camera],
    [t('details-place'), photo.place],
  ].filter(([, value]) => value);
  return html`<${Sheet} title=${t('viewer-details')} close=${close}>
    <dl class="facts">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="row">
      <button class="button small" onClick=${() => act(`${path}/keep/pin`)}>${t('pin')}</button>
      <button class="button small" onClick=${() => act(`${path}/keep/unpin`)}>${t('unpin')}</button>
    </div>
    <${Ask} name=${t('details-proof')} path=${`${path}/proof/now`} act=${act} />
  <//>`;
}

function DeleteForGood({ act, path, close }) {
  const sure = async () => {
    close();
    await act(`${path}/delete`, {}, t('deleted'));
  };
  return html`<${Sheet} title=${t('delete-title')} close=${close}>
    <p>${t('delete-warning')}</p>
    <div class="row">
      <button class="button" data-first onClick=${close}>${t('cancel')}</button>
      <button class="button danger" onClick=${sure}>${t('viewer-delete')}</button>
    </div>
  <//>`;
}
