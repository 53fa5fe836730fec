// What every piece of the page draws with: the library, the catalogue of sentences, and the way to the process.
import { h, render } from './vendor/preact.js';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from './vendor/hooks.js';
import htm from './vendor/htm.js';

export const html = htm.bind(h);
export { render, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState };

let catalogue = {};

/** Loads every fixed sentence of the page. Sentences with numbers in them arrive ready-made in the state. */
export async function loadSentences() {
  catalogue = await get('/api/sentences');
}

/** The sentence with this id, without its prefix. A missing one shows its id: a test looks for that. */
export function t(id) {
  return catalogue[`page-${id}`] ?? `page-${id}`;
}

/** A refusal, with a sentence for the person. */
export class Refused extends Error {
  constructor(sentence) {
    super(sentence);
    this.sentence = sentence;
  }
}

async function answer(response) {
  const text = await response.text();
  const body = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Refused(body.error?.sentence ?? t('failed'));
  return body;
}

/** Reads JSON. */
export async function get(path) {
  return answer(await fetch(path));
}

/** Carries out an action. The header is what a page of another origin can't send. */
export async function post(path, body = {}) {
  const raw = body instanceof Blob;
  return answer(
    await fetch(path, {
      method: 'POST',
      headers: {
        'X-Safelight-Page': '1',
        'Content-Type': raw ? 'application/octet-stream' : 'application/json',
      },
      body: raw ? body : JSON.stringify(body),
    }),
  );
}

/** Keeps the keyboard inside `element` while it is open, closes it with Escape, and gives the focus back after. */
export function useFocusTrap(close) {
  const ref = useRef(null);
  const closing = useRef(close);
  closing.current = close;
  useLayoutEffect(() => {
    const box = ref.current;
    const before = document.activeElement;
    const target = box.querySelector('[data-first]') ?? box;
    target.focus({ preventScroll: true });
    const onKey = (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        closing.current();
      } else if (event.key === 'Tab') {
        keepInside(box, event);
      }
    };
    box.addEventListener('keydown', onKey);
    return () => {
      box.removeEventListener('keydown', onKey);
      giveBack(before);
    };
  }, []);
  return ref;
}

const FOCUSABLE = 'button:not(:disabled), a[href], input:not(:disabled), select, textarea, [tabindex="0"]';

function keepInside(box, event) {
  const stops = [...box.querySelectorAll(FOCUSABLE)].filter((e) => e.getClientRects().length > 0 && !e.closest('[inert]'));
  if (stops.length === 0) {
    event.preventDefault();
    return;
  }
  const first = stops[0];
  const last = stops[stops.length - 1];
  const at = document.activeElement;
  if (event.shiftKey && (at === first || at === box)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && at === last) {
    event.preventDefault();
    first.focus();
  }
}

// The element that had the focus may have been drawn anew meanwhile, or be inert until the page is drawn: then a second try.
function giveBack(before) {
  const focus = () => before?.isConnected && before.focus({ preventScroll: true });
  focus();
  if (document.activeElement !== before) requestAnimationFrame(focus);
}
