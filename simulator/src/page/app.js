// The page: two phones with the cloud between them, drawn from the snapshots that the process sends.
import { html, loadSentences, post, render, t, useEffect, useRef, useState } from './ui.js';
import { Body } from './body.js';
import { Cloud } from './cloud.js';
import { Icon } from './icons.js';
import { Phone } from './phone.js';
import { Stories } from './story.js';
import { Words } from './words.js';
import { ClockPanel, CloudPanel } from './world.js';

/** The newest snapshot, and whether the process still answers. */
function useSnapshot() {
  const [snapshot, setSnapshot] = useState(null);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const source = new EventSource('/api/state');
    source.addEventListener('state', (event) => {
      setSnapshot(JSON.parse(event.data));
      setLost(false);
    });
    source.addEventListener('error', () => setLost(true));
    return () => source.close();
  }, []);
  return [snapshot, lost];
}

function Appearance() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'system');
  const choose = (next) => {
    setTheme(next);
    try {
      if (next === 'system') localStorage.removeItem('theme');
      else localStorage.setItem('theme', next);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return html`<label class="appearance">
    <span class="visually-hidden">${t('theme')}</span>
    <select value=${theme} onChange=${(event) => choose(event.currentTarget.value)}>
      <option value="system">${t('theme-system')}</option>
      <option value="light">${t('theme-light')}</option>
      <option value="dark">${t('theme-dark')}</option>
    </select>
  </label>`;
}

/** All sentences come in the new language with the page itself. */
function Language() {
  const choose = async (event) => {
    await post('/api/language', { language: event.currentTarget.value });
    location.reload();
  };
  return html`<label class="appearance">
    <span class="visually-hidden">${t('language-title')}</span>
    <select value=${t('language')} onChange=${choose}>
      <option value="en" lang="en">English</option>
      <option value="pl" lang="pl">Polski</option>
    </select>
  </label>`;
}

/** Says aloud when a phone's state changes its kind, not each time a number in it does. */
function Announcer({ phones }) {
  const states = phones.map((phone) => phone.status.state).join();
  const [said, setSaid] = useState('');
  const before = useRef(null);
  useEffect(() => {
    const old = before.current;
    before.current = phones.map((phone) => phone.status.state);
    if (!old) return;
    const changed = phones.filter((phone, at) => old[at] !== phone.status.state);
    if (changed.length > 0) setSaid(changed.map((phone) => `${phone.name}: ${phone.status.sentence}`).join(' '));
  }, [states]);
  return html`<p class="visually-hidden" role="status" aria-live="polite">${said}</p>`;
}

function App() {
  const [snapshot, lost] = useSnapshot();
  const [words, setWords] = useState(false);
  if (!snapshot) return html`<p class="starting" role="status">${lost ? t('lost') : t('loading')}</p>`;
  const [left, right] = snapshot.phones;
  return html`
    <a class="skip" href="#phones">${t('skip')}</a>
    <header class="top">
      <div class="brand">
        <span class="lamp" aria-hidden="true"></span>
        <div>
          <h1>${t('title')}</h1>
          <p>${t('tagline')}</p>
        </div>
      </div>
      ${!snapshot.account.words_checked &&
      html`<div class="reminder">
        <${Icon} name="key" />
        <p>${t('words-reminder')}</p>
        <button class="button" onClick=${() => setWords(true)}>${t('words-open')}</button>
      </div>`}
      <a class="button small to-stories" href="#stories">${t('stories-go')}</a>
      <${Language} />
      <${Appearance} />
    </header>
    ${lost && html`<p class="lost" role="alert"><${Icon} name="warn" />${t('lost')}</p>`}
    <main id="phones" class="stage" tabindex="-1">
      <${Phone} phone=${left} account=${snapshot.account} cloud=${snapshot.cloud} key="1" onWords=${() => setWords(true)} />
      <${Cloud} cloud=${snapshot.cloud} phones=${snapshot.phones} log=${snapshot.log} />
      <${Phone} phone=${right} account=${snapshot.account} cloud=${snapshot.cloud} key="2" onWords=${() => setWords(true)} />
      <div class="beyond">
        <${Stories} story=${snapshot.story} phones=${snapshot.phones} />
        <${ClockPanel} now=${snapshot.now} />
        <div class="bodies"><${Body} phone=${left} key="1" /><${Body} phone=${right} key="2" /></div>
        <${CloudPanel} cloud=${snapshot.cloud} />
      </div>
    </main>
    <${Announcer} phones=${snapshot.phones} />
    ${words && html`<${Words} checked=${snapshot.account.words_checked} close=${() => setWords(false)} />`}
  `;
}

const root = document.getElementById('app');
try {
  await loadSentences();
  root.replaceChildren();
  render(html`<${App} />`, root);
} catch {
  // Without the catalogue there is no sentence to show; a reload is the way out.
  setTimeout(() => location.reload(), 2000);
}
