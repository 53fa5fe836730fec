// The account as a phone shows it: who is signed in, what is safe, whether the recovery words were checked.
import { html, t } from './ui.js';
import { Icon } from './icons.js';

export function Account({ phone, account, onWords }) {
  const rows = [
    [t('account-email'), account.email],
    [t('account-phone'), phone.name],
    [t('account-state'), phone.status.sentence],
    [t('account-last'), phone.last_success],
    [t('account-safe'), phone.counts.safe],
    [t('account-waiting'), phone.counts.waiting],
  ].filter(([, value]) => value);
  return html`<div class="section">
    <header class="section-head"><h3>${t('account-title')}</h3></header>
    <div class="scroll padded">
      <dl class="facts">${rows.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div class="card">
        <p>
          <${Icon} name=${account.words_checked ? 'check' : 'warn'} />
          <span><strong>${t('account-words')}</strong><br />${t(account.words_checked ? 'account-words-ok' : 'account-words-open')}</span>
        </p>
        <button class="button" onClick=${onWords}>${t(account.words_checked ? 'account-words-new' : 'account-words-check')}</button>
      </div>
    </div>
  </div>`;
}
