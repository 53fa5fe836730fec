// One phone: its frame, status bar, sections and the sheet or viewer that lies over them.
import { get, html, post, t, useEffect, useRef, useState } from './ui.js';
import { Account } from './account.js';
import { AlbumList, AlbumHead } from './albums.js';
import { Grid } from './grid.js';
import { Timeline } from './history.js';
import { Icon } from './icons.js';
import { FreeUp, Room } from './room.js';
import { Settings } from './settings.js';
import { Viewer } from './viewer.js';
import { FixSheet, Reasons, StatusLine } from './why.js';

const TABS = [
  ['library', 'photos', 'tab-photos'],
  ['favourites', 'heart', 'tab-favourites'],
  ['albums', 'albums', 'tab-albums'],
  ['trash', 'trash', 'tab-deleted'],
  ['account', 'person', 'tab-account'],
];

const LINK_ICONS = { wifi: 'wifi', slow: 'bars', off: 'unplugged' };
const PAGE = 120;

/** The photos of one view, fetched again whenever the phone's library changes. */
function usePhotos(phone, view) {
  const [shown, setShown] = useState({ view: null, photos: [], total: 0 });
  const [limit, setLimit] = useState(PAGE);
  const newest = useRef(0);
  useEffect(() => setLimit(PAGE), [view]);
  useEffect(() => {
    if (!view) return;
    newest.current += 1;
    const asked = newest.current;
    get(`/api/phones/${phone.n}/photos?view=${encodeURIComponent(view)}&limit=${limit}`).then(
      (answer) => {
        // An answer that was overtaken by a later question is not shown.
        if (asked === newest.current) setShown({ view, photos: answer.photos, more: answer.more });
      },
      () => {},
    );
  }, [phone.n, view, limit, phone.revision]);
  const photos = shown.view === view ? shown.photos : null;
  return { photos, more: shown.view === view && shown.more, showMore: () => setLimit(limit + PAGE) };
}

/** A sentence that shows for a moment at the foot of the phone. */
function useToast() {
  const [toast, setToast] = useState(null);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const say = (text, kind = 'done') => {
    clearTimeout(timer.current);
    setToast({ text, kind });
    timer.current = setTimeout(() => setToast(null), 4000);
  };
  return [toast, say];
}

/** The button of a reason: what Safelight can do is done, the rest is shown first. */
function useFix(act, go) {
  const [sheet, setSheet] = useState(null);
  const carryOut = async (reason) => {
    const answer = await act(`fix/${reason.code}`);
    if (answer?.opens) go(answer.opens);
  };
  const press = (reason) => (reason.fix.form === 'act' ? carryOut(reason) : setSheet(reason));
  return [sheet, setSheet, press, carryOut];
}

export function Phone({ phone, account, cloud, onWords }) {
  const [tab, setTab] = useState('library');
  const [album, setAlbum] = useState(null);
  const [open, setOpen] = useState(null);
  const [place, setPlace] = useState(null);
  const [toast, say] = useToast();
  const [flash, setFlash] = useState(0);
  const view = tab === 'albums' ? (album ? `album:${album}` : null) : tab === 'account' ? null : tab;
  const { photos, more, showMore } = usePhotos(phone, view);
  const act = async (path, body, done) => {
    try {
      const answer = await post(`/api/phones/${phone.n}/${path}`, body);
      const said = done ?? answer.sentence;
      if (said) say(said);
      return answer;
    } catch (refused) {
      say(refused.sentence ?? t('failed'), 'refused');
      return null;
    }
  };
  const add = async (files) => {
    for (const file of files) await act(`photos/upload?name=${encodeURIComponent(file.name)}`, file);
    setTab('library');
  };
  const take = async () => {
    setFlash(flash + 1);
    setTab('library');
    await act('photos/take', {}, t('taken'));
  };
  const goTo = (next) => {
    setTab(next);
    setAlbum(null);
    setPlace(null);
  };
  const goInto = (next) => {
    setTab('account');
    setPlace(next);
  };
  const [sheet, setSheet, press, carryOut] = useFix(act, goInto);
  const heading = `phone-${phone.n}-name`;
  return html`<section class=${`phone-column phone-${phone.n}`} aria-labelledby=${heading}>
    <h2 id=${heading} class="phone-name"><span class="swatch" aria-hidden="true"></span>${phone.name}</h2>
    <${Frame} phone=${phone} onFiles=${add}>
      <div class="app" inert=${open !== null}>
        <${StatusLine} ...${{ phone, press, openAll: () => goInto('reasons'), quiet: tab === 'account' && place === 'reasons' }} />
        ${tab === 'account'
          ? html`<${Hub} ...${{ place, setPlace, phone, account, cloud, act, press, onWords }} />`
          : html`<${Section} ...${{ tab, album, setAlbum, phone, photos, more, showMore, setOpen, act }} />`}
        ${sheet &&
        html`<${FixSheet}
          ...${{ phone, reason: sheet, close: () => setSheet(null) }}
          press=${() => {
            setSheet(null);
            carryOut(sheet);
          }}
        />`}
        ${tab === 'library' && html`<${Shutter} take=${take} add=${add} />`}
        <${Tabs} name=${phone.name} tab=${tab} goTo=${goTo} attention=${!account.words_checked} />
      </div>
      ${open !== null &&
      photos &&
      html`<${Viewer} ...${{ phone, photos, open, setOpen, act, close: () => setOpen(null) }} />`}
      ${flash > 0 && html`<div class="flash" key=${flash} aria-hidden="true"></div>`}
      <div class=${`toast ${toast ? toast.kind : ''}`} role="status">${toast?.text}</div>
    <//>
  </section>`;
}

/** The phone's body with its status bar. Files can be dropped on it. */
function Frame({ phone, onFiles, children }) {
  const [over, setOver] = useState(false);
  const files = (event) => event.dataTransfer?.types.includes('Files');
  return html`<div
    class="frame"
    onDragOver=${(event) => {
      if (!files(event)) return;
      event.preventDefault();
      setOver(true);
    }}
    onDragLeave=${(event) => !event.currentTarget.contains(event.relatedTarget) && setOver(false)}
    onDrop=${(event) => {
      event.preventDefault();
      setOver(false);
      onFiles([...event.dataTransfer.files]);
    }}
  >
    <div class="screen">
      <div class="bar">
        <span class="clock">${phone.clock}</span>
        <span class="island" aria-hidden="true"></span>
        <span class="signal"
          ><${Icon} name=${LINK_ICONS[phone.link.speed]} /><span class="visually-hidden">${phone.link.name}</span></span
        >
      </div>
      ${children} ${over && html`<div class="drop" aria-hidden="true"><${Icon} name="plus" />${t('drop')}</div>`}
    </div>
  </div>`;
}

/** Everything about the phone itself that is not a photo. */
function Hub({ place, setPlace, phone, account, cloud, act, press, onWords }) {
  const back = () => setPlace(null);
  if (place === 'reasons') return html`<${Reasons} ...${{ phone, act, press, back }} />`;
  if (place === 'settings') return html`<${Settings} ...${{ phone, act, back }} />`;
  if (place === 'timeline') return html`<${Timeline} ...${{ phone, back }} />`;
  if (place === 'room' || place === 'free-up') {
    return html`<${Room} ...${{ phone, cloud, act, back, freeUp: () => setPlace('free-up') }} />
      ${place === 'free-up' && html`<${FreeUp} ...${{ phone, act, close: () => setPlace('room') }} />`}`;
  }
  return html`<${Account} ...${{ phone, account, act, onWords, go: setPlace }} />`;
}

function Section({ tab, album, setAlbum, phone, photos, more, showMore, setOpen, act }) {
  if (tab === 'albums' && !album) return html`<${AlbumList} ...${{ phone, act, open: setAlbum }} />`;
  const titles = { library: t('tab-photos'), favourites: t('tab-favourites'), trash: t('deleted-title') };
  const empty = { library: t('empty-library'), favourites: t('empty-favourites'), trash: t('empty-deleted') };
  return html`<div class="section">
    ${tab === 'albums'
      ? html`<${AlbumHead} ...${{ phone, album, act, back: () => setAlbum(null) }} />`
      : html`<header class="section-head">
          <h3>${titles[tab]}</h3>
          ${tab === 'library' && html`<span class="count">${phone.counts.sentence}</span>`}
        </header>`}
    ${tab === 'trash' && photos?.length > 0 && html`<p class="hint">${t('deleted-hint')}</p>`}
    <${Grid} ...${{ phone, photos, more, showMore, open: setOpen, empty: empty[tab] ?? t('empty-album') }} />
  </div>`;
}

function Shutter({ take, add }) {
  const input = useRef(null);
  return html`<div class="shutter">
    <button class="button primary" onClick=${take}><${Icon} name="camera" />${t('take')}</button>
    <button class="button" onClick=${() => input.current.click()} aria-label=${t('upload')} title=${t('upload')}>
      <${Icon} name="upload" />
    </button>
    <input
      ref=${input}
      class="visually-hidden"
      type="file"
      accept="image/*,video/*"
      multiple
      tabindex="-1"
      aria-hidden="true"
      onChange=${(event) => {
        add([...event.currentTarget.files]);
        event.currentTarget.value = '';
      }}
    />
  </div>`;
}

function Tabs({ name, tab, goTo, attention }) {
  return html`<nav class="tabs" aria-label=${name}>
    ${TABS.map(
      ([id, icon, title]) =>
        html`<button key=${id} aria-current=${tab === id ? 'page' : undefined} onClick=${() => goTo(id)}>
          <span class="tab-icon"
            ><${Icon} name=${icon} filled=${tab === id && id === 'heart'} />${id === 'account' &&
            attention &&
            html`<span class="dot" role="img" aria-label=${t('account-words-open')}></span>`}</span
          >
          <span>${t(title)}</span>
        </button>`,
    )}
  </nav>`;
}
