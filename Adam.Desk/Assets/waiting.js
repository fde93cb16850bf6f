// Forms that wait for the line. Without this file, a form that is sent without a connection shows the browser's own
// page, and the drafts of record.js remain. What is kept lies on this device until it is sent, discarded, or somebody
// signs out or another person signs in.
const person = document.documentElement.dataset.person;
const prefix = 'adam-draft:';
const mine = `${prefix}${person}:waiting:`;
const pause = 15_000; // milliseconds between two looks for the line
const patience = 5_000; // milliseconds after which the line counts as lost
const place = document.querySelector('[data-waiting]');
const forms = [...document.querySelectorAll('form[data-waits]')];
let timer;

// Nobody finds what another person has entered.
for (const name of Object.keys(localStorage)) {
  if (name.startsWith(prefix) && !name.startsWith(`${prefix}${person}:`)) localStorage.removeItem(name);
}

function kept() {
  return Object.keys(localStorage)
    .filter(name => name.startsWith(mine))
    .map(name => ({ name, ...JSON.parse(localStorage.getItem(name)) }))
    .sort((one, other) => one.at - other.at);
}

// The state is typed (nobody has sent it), waiting (for the line) or refused (the register has a question about it).
function keep(form, button, state) {
  const pairs = [...new FormData(form, button)].filter(([name]) => name !== 'key');
  if (!button) pairs.push(['action', 'save']);
  const title = form.elements.title?.value || document.querySelector('h1').textContent.trim();
  const action = form.getAttribute('action');
  try {
    localStorage.setItem(mine + form.dataset.waits, JSON.stringify({ at: Date.now(), title, action, pairs, state }));
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false; // a browser can refuse to keep anything, as in a private window
  }
}

async function isOnline() {
  if (!navigator.onLine) return false;
  try {
    return (await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(patience) })).ok;
  } catch {
    return false; // every failure to reach the register is a lost line
  }
}

for (const form of forms) {
  form.addEventListener('submit', async event => {
    if (form.dataset.online) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    place.querySelector('[data-offline]').hidden = true;
    if (await isOnline()) return submit(form, button);
    place.querySelector('[data-offline]').hidden = place.hidden = false;
    // What is entered stays, and checking it later is of no use.
    if (button?.value !== 'check') {
      if (keep(form, button, 'waiting')) show();
      else place.querySelector('[data-full]').hidden = false;
      look();
    }
    place.focus(); // it stands above the form, of which the person sees the end
  }, { capture: true });
  // The form of a record keeps its own drafts.
  if (form.dataset.draft === undefined) form.addEventListener('input', () => keep(form, null, 'typed'));
}
addEventListener('pageshow', () => forms.forEach(form => delete form.dataset.online));

function submit(form, button) {
  form.dataset.online = 'yes';
  form.requestSubmit(button);
}

// Sends what waits, and shows what the register asks about it. A form that is open is sent as it stands by now.
async function send() {
  const all = kept().filter(one => one.state === 'waiting');
  if (all.length === 0 || !(await isOnline())) return look();
  for (const one of all) {
    const open = forms.find(form => one.name === mine + form.dataset.waits);
    if (open) {
      const [, action] = one.pairs.find(([name]) => name === 'action') ?? [];
      return submit(open, open.querySelector(`button[name="action"][value="${action}"]`));
    }
    let response;
    try {
      response = await fetch(one.action, {
        method: 'POST',
        body: new URLSearchParams(one.pairs),
        redirect: 'manual',
      });
    } catch {
      return look();
    }
    if (response.type === 'opaqueredirect') {
      const id = one.name.slice(mine.length);
      for (const name of Object.keys(localStorage)) {
        if (name.startsWith(prefix) && name.endsWith(`:${id}`)) localStorage.removeItem(name);
      }
      tell('sent', one);
    } else {
      const { name, ...entry } = one;
      localStorage.setItem(name, JSON.stringify({ ...entry, state: 'refused' }));
    }
  }
  show();
  look();
}

function look() {
  clearTimeout(timer);
  if (kept().some(one => one.state === 'waiting')) timer = setTimeout(send, pause);
}

function tell(what, one) {
  const item = place.querySelector(`template[data-of="${what}"]`).content.cloneNode(true).firstElementChild;
  const at = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  item.querySelector('[data-title]').textContent = `${one.title} (${at.format(one.at)})`;
  item.dataset.is = what;
  place.querySelector('ul').append(item);
  place.hidden = false;
  return item;
}

function show() {
  for (const item of place.querySelectorAll('li:not([data-is="sent"])')) item.remove();
  for (const one of kept()) {
    // Somebody who is still typing is not told of it.
    if (one.state === 'typed' && forms.some(form => one.name === mine + form.dataset.waits)) continue;
    const item = tell(one.state, one);
    item.querySelector('[data-send]')?.addEventListener('click', () => post(one));
    item.querySelector('[data-discard]').addEventListener('click', () => {
      localStorage.removeItem(one.name);
      item.remove();
      place.hidden = place.querySelector('li') === null;
    });
  }
  place.hidden = place.querySelector('li, p:not([hidden])') === null;
}

function post(one) {
  const sent = document.createElement('form');
  [sent.method, sent.action, sent.hidden] = ['post', one.action, true];
  for (const [name, text] of one.pairs) {
    const field = document.createElement('textarea');
    [field.name, field.value] = [name, text];
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}

addEventListener('online', send);
show();
send();
