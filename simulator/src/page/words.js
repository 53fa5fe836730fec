// The 24 recovery words: shown once, then three of them asked back.
import { html, post, t, useEffect, useRef, useState } from './ui.js';

/** The dialog: the words, then the question, then "that is right". */
export function Words({ checked, close }) {
  const box = useRef(null);
  const [step, setStep] = useState('show');
  const [words, setWords] = useState([]);
  const [error, setError] = useState('');
  useEffect(() => {
    box.current.showModal();
    post('/api/words/show').then((answer) => setWords(answer.words), (refused) => setError(refused.sentence ?? t('failed')));
  }, []);
  return html`<dialog class="words" ref=${box} onClose=${close} aria-labelledby="words-title">
    <h2 id="words-title">${step === 'ask' ? t('words-ask-title') : t('words-title')}</h2>
    ${step === 'show' &&
    html`<p>${t('words-lead')}</p>
      <ol class="word-list">${words.map((word) => html`<li key=${word}><span>${word}</span></li>`)}</ol>
      ${error && html`<p class="error" role="alert">${error}</p>`}
      <div class="row">
        <button class="button" onClick=${() => box.current.close()}>${t('close')}</button>
        ${!checked &&
        html`<button class="button primary" disabled=${words.length === 0} onClick=${() => setStep('ask')}>
          ${t('words-written')}
        </button>`}
      </div>`}
    ${step === 'ask' && html`<${Question} done=${() => setStep('done')} again=${() => setStep('show')} />`}
    ${step === 'done' &&
    html`<p role="status">${t('words-right')}</p>
      <div class="row"><button class="button primary" onClick=${() => box.current.close()}>${t('words-done')}</button></div>`}
  </dialog>`;
}

function Question({ done, again }) {
  const [asked, setAsked] = useState([]);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    post('/api/words/ask').then((answer) => setAsked(answer.asked), (refused) => setWrong(refused.sentence ?? t('failed')));
  }, []);
  const check = async (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    try {
      const answer = await post('/api/words/answer', { words: asked.map((_, at) => given.get(`word-${at}`).trim()) });
      if (answer.right) done();
      else setWrong(t('words-wrong'));
    } catch (refused) {
      setWrong(refused.sentence ?? t('failed'));
    }
  };
  return html`<form onSubmit=${check}>
    <p>${t('words-ask-lead')}</p>
    ${asked.map(
      (label, at) =>
        html`<label class="field" key=${label}>
          <span>${label}</span>
          <input name=${`word-${at}`} autocomplete="off" autocapitalize="none" spellcheck=${false} required />
        </label>`,
    )}
    ${wrong && html`<p class="error" role="alert">${wrong}</p>`}
    <div class="row">
      <button class="button" type="button" onClick=${again}>${t('words-again')}</button>
      <button class="button primary">${t('words-check')}</button>
    </div>
  </form>`;
}
