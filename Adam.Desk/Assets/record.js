// Recording works without this file. It saves clicks: it adds rows at once, asks the register while one types, and
// keeps a draft on this device until the record is saved, the draft is discarded or the person signs out.
const form = document.querySelector('form[data-draft]');
const prefix = 'adam-draft:';
const [record, id] = form.dataset.draft.split(':');
const here = `${prefix}${document.documentElement.dataset.person}:${record}:`;
const mostDrafts = 10;
const pause = 700; // milliseconds without a key press
const untold = ['seen', 'action', 'key'];

function pairs() {
  return [...new FormData(form)].filter(([name]) => !untold.includes(name));
}

// Rows -----------------------------------------------------------------------------------------------------------
for (const button of form.querySelectorAll('button[data-add]')) {
  button.addEventListener('click', event => {
    event.preventDefault();
    const rows = [...button.parentElement.querySelectorAll('[data-row]')];
    const last = rows[rows.length - 1];
    const [from, to] = [last.dataset.row, String(Number(last.dataset.row) + 1)];
    const row = last.cloneNode(true);
    row.dataset.row = to;
    for (const element of row.querySelectorAll('*')) {
      for (const attribute of ['name', 'data-fault']) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(`[${from}]`, `[${to}]`));
      }
      for (const attribute of ['id', 'for', 'aria-describedby']) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replaceAll(`-${from}-`, `-${to}-`));
      }
      element.removeAttribute('aria-invalid');
      if (element.matches('input, select')) element.value = '';
      if (element.matches('.fault')) [element.hidden, element.textContent] = [true, ''];
      if (element.matches('label')) element.textContent = element.textContent.replace(String(Number(from) + 1), String(Number(to) + 1));
    }
    last.after(row);
    row.querySelector('input, select').focus();
  });
}

// Faults and overlaps while one types ------------------------------------------------------------------------------
const touched = new Set();
let timer, running;

async function check() {
  running?.abort();
  running = new AbortController();
  const findings = document.getElementById('findings');
  try {
    const response = await fetch(form.dataset.check, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      signal: running.signal,
    });
    if (!response.ok) return;
    findings.innerHTML = await response.text();
    form.dataset.checked = String(Number(form.dataset.checked ?? 0) + 1);
  } catch (error) {
    if (error.name === 'AbortError' || error instanceof TypeError) return; // a later check, or no connection
    throw error;
  }
  const faults = new Map();
  for (const fault of findings.querySelectorAll('[data-field]')) {
    const texts = faults.get(fault.dataset.field) ?? [];
    faults.set(fault.dataset.field, [...texts, fault.textContent]);
  }
  for (const place of form.querySelectorAll('[data-fault]')) {
    const name = place.dataset.fault;
    // A field that nobody has come to yet is not wrong, but empty.
    const texts = touched.has(name) ? faults.get(name) ?? [] : place.hidden ? [] : faults.get(name) ?? [];
    place.textContent = texts.join(' ');
    place.hidden = texts.length === 0;
    const field = form.elements[name];
    if (!(field instanceof Element)) continue;
    if (texts.length > 0) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
  }
}

// Drafts -----------------------------------------------------------------------------------------------------------
function saved() {
  return Object.keys(localStorage)
    .filter(name => name.startsWith(here))
    .map(name => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
    .sort((one, other) => other.at - one.at);
}

function keep() {
  const title = form.elements.title.value || form.elements.reference.value;
  try {
    localStorage.setItem(here + id, JSON.stringify({ at: Date.now(), title, pairs: pairs() }));
    for (const old of saved().slice(mostDrafts)) localStorage.removeItem(old.name);
    form.querySelector('[data-draft-note]').hidden = false;
  } catch (error) {
    // A browser can refuse to keep anything, as in a private window. The note then stays hidden.
    if (!(error instanceof DOMException)) throw error;
  }
}

function use(draft) {
  const sent = document.createElement('form');
  // Its buttons are named action, so form.action is not the address.
  [sent.method, sent.action, sent.hidden] = ['post', form.getAttribute('action'), true];
  for (const [name, text] of draft.pairs) {
    const field = document.createElement('textarea');
    [field.name, field.value] = [name, text];
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}

const offer = document.querySelector('[data-drafts]');
for (const draft of saved().filter(one => one.name !== here + id)) {
  const item = offer.querySelector('template').content.cloneNode(true).firstElementChild;
  const at = new Intl.DateTimeFormat(form.dataset.language, { dateStyle: 'medium', timeStyle: 'short' }).format(draft.at);
  item.querySelector('span').textContent = `${draft.title || '…'} (${at})`;
  item.querySelector('[data-use]').addEventListener('click', () => use(draft));
  item.querySelector('[data-discard]').addEventListener('click', () => {
    localStorage.removeItem(draft.name);
    item.remove();
    offer.hidden = offer.querySelector('li') === null;
  });
  offer.querySelector('ul').append(item);
  offer.hidden = false;
}

form.addEventListener('input', event => {
  touched.add(event.target.name);
  keep();
  clearTimeout(timer);
  timer = setTimeout(check, pause);
});

form.addEventListener('submit', () => {
  clearTimeout(timer);
  running?.abort();
});
document.getElementById('faults')?.focus();
