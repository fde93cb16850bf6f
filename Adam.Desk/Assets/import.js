// Importing works without this file. It takes a file that is dropped, and shows the progress of a job by itself.
const pause = 1000; // milliseconds between two looks at a job
const mostBytes = 10 * 1024 * 1024;

const state = document.querySelector('[data-state]');
async function look() {
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const now = page.querySelector('[data-state]');
  if (!now || (now.dataset.state !== 'queued' && now.dataset.state !== 'running')) {
    location.reload(); // it has ended, or the session has
    return;
  }
  state.innerHTML = now.innerHTML;
  setTimeout(look, pause);
}
if (state) setTimeout(look, pause);

const drop = document.querySelector('[data-drop]');
const chosen = drop?.querySelector('input[type="file"]');
if (drop) {
  drop.addEventListener('dragover', event => event.preventDefault());
  drop.addEventListener('drop', event => {
    event.preventDefault();
    chosen.files = event.dataTransfer.files;
    check();
  });
  chosen.addEventListener('change', check);
}

function check() {
  const isTooLarge = (chosen.files[0]?.size ?? 0) > mostBytes;
  chosen.setCustomValidity(isTooLarge ? document.querySelector('[data-import]').dataset.tooLarge : '');
  chosen.reportValidity();
}
