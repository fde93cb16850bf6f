// Judging works without this file. It adds keys, and has the next pair ready before the verdict is given.
const main = document.querySelector('main');
let ahead = null; // the page that follows a verdict, as a promise of a document
let isBusy = false;
const attendEvery = 45_000; // milliseconds; the register forgets a judge after two minutes

start();
addEventListener('popstate', () => location.reload());
document.addEventListener('visibilitychange', attend);
setInterval(attend, attendEvery);

function start() {
  const form = main.querySelector('form.verdict');
  const hasKeys = form?.dataset.keys === 'on';
  for (const element of main.querySelectorAll('[data-script]')) {
    element.hidden = element.localName === 'kbd' && !hasKeys;
  }
  ahead = form?.dataset.prefetch ? read(form.dataset.prefetch) : null;
  attend();
}

// Says that the person is at this pair, and shows who else is. The page that is read ahead is not opened yet.
async function attend() {
  const form = main.querySelector('form.verdict');
  if (!form?.dataset.judges || document.hidden) return; // Projects of a measure have none.
  const others = main.querySelector('.judges');
  let names = []; // of nobody, if the register does not answer
  try {
    const response = await fetch(form.dataset.judges, { method: 'PUT', headers: { 'X-Adam-Desk': '1' } });
    if (response.ok) names = (await response.json()).items.map(judge => `${judge.name} (${judge.partner})`);
  } catch {
    // The verdict, and not this, tells that the line is lost.
  }
  others.textContent = names.length === 0 ? '' : others.dataset.text.replace('{0}', names.join(', '));
}

// Returns null if the page cannot be had; it is then opened as a link is.
async function read(address) {
  try {
    const response = await fetch(address, { headers: { Accept: 'text/html' } });
    return response.ok && !response.redirected
      ? new DOMParser().parseFromString(await response.text(), 'text/html')
      : null;
  } catch {
    return null;
  }
}

main.addEventListener('submit', event => {
  if (!event.target.matches('form.verdict') || !event.submitter) return;
  event.preventDefault();
  if (!isBusy) decide(event.target, event.submitter);
});

document.addEventListener('keydown', event => {
  const form = main.querySelector('form.verdict');
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.matches('input, textarea, select')) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (form && form.dataset.keys !== 'on') return;
  const target = main.querySelector(`[data-key="${event.code.replace('Numpad', 'Digit')}"]`);
  if (!target || target.closest('[hidden]')) return;
  event.preventDefault();
  if (target.localName === 'textarea') target.focus();
  else target.click();
});

async function decide(form, button) {
  isBusy = true;
  form.setAttribute('aria-busy', 'true');
  try {
    const { pair, tag, after, note } = form.elements;
    let response;
    try {
      response = await fetch(form.dataset.put, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json', 'If-Match': tag.value, 'X-Adam-Desk': '1' },
        body: JSON.stringify({ verdict: button.value, note: note.value.trim() || null }),
      });
    } catch {
      return tell(form, form.dataset.offline);
    }
    if (response.status === 401) return tell(form, form.dataset.ended);
    if (!response.ok) return send(form, button); // the page that answers says why, and keeps the note

    const stored = { last: pair.value, tag: response.headers.get('ETag') };
    const address = new URL(after.value, location.origin);
    for (const [name, value] of Object.entries(stored)) address.searchParams.set(name, value);
    const next = await ahead;
    if (!next) return location.assign(address);

    const [names, show] = [form.dataset.names, form.dataset.show];
    main.replaceChildren(...document.adoptNode(next.querySelector('main')).childNodes);
    document.title = next.title;
    history.pushState(null, '', address);
    start();
    showLast(stored, button.dataset.name, names, show);
    scrollTo(0, 0);
    main.querySelector('h1').focus({ preventScroll: true });
    // The page of the next pair is read first. A verdict that is given meanwhile counts by itself.
    const title = main.querySelector('h1');
    Promise.resolve(ahead).then(() => title.isConnected && count());
  } finally {
    isBusy = false;
    form.removeAttribute('aria-busy');
  }
}

function tell(form, text) {
  const fault = form.querySelector('.fault');
  fault.hidden = false;
  fault.textContent = text;
}

function send(form, button) {
  const verdict = document.createElement('input');
  Object.assign(verdict, { type: 'hidden', name: button.name, value: button.value });
  form.append(verdict);
  form.submit();
}

function showLast(stored, verdict, names, show) {
  const last = main.querySelector('.last');
  const form = last.querySelector('form');
  form.elements.undo.value = stored.last;
  form.elements.undoTag.value = stored.tag;
  form.querySelector('[data-last]').textContent = last.dataset.text.replace('{0}', verdict).replace('{1}', names);
  form.querySelector('[data-show]').href = show;
  form.hidden = false;
}

// The page was read before the verdict, so its figures are read again.
async function count() {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const figures = [...main.querySelectorAll('.queue [data-api]')];
  const values = await Promise.all(figures.map(async figure => {
    try {
      const response = await fetch(figure.dataset.api, { headers: { 'X-Adam-Desk': '1' } });
      return response.ok ? (await response.json()).total : null;
    } catch {
      return null; // the page shows what it was drawn with
    }
  }));
  if (values.includes(null) || !figures.every(figure => figure.isConnected)) return;
  figures.forEach((figure, i) => {
    figure.dataset.value = values[i];
    figure.textContent = number.format(values[i]);
  });
  const progress = main.querySelector('.queue progress');
  progress.max = Math.max(1, values.reduce((sum, value) => sum + value));
  progress.value = values.at(-1);
}
