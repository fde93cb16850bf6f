// Reading works without this file. It saves clicks: a chosen filter applies at once, and a button prints.
for (const select of document.querySelectorAll('.filters select, .options select')) {
  select.addEventListener('change', () => select.form.requestSubmit());
}

// Empty fields make no part of an address that is sent to somebody.
for (const form of document.querySelectorAll('form[method="get"]')) {
  form.addEventListener('formdata', event => {
    for (const [name, value] of [...event.formData]) {
      if (value === '') event.formData.delete(name);
    }
  });
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// A draft of a form has done its work when the form is saved, and nobody finds it after signing out.
const draftPrefix = 'adam-draft:';
function forget(is) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(draftPrefix) && is(name)) localStorage.removeItem(name);
  }
}
for (const saved of document.querySelectorAll('[data-saved]')) forget(name => name.endsWith(`:${saved.dataset.saved}`));
document.querySelector('form[action="/desk/sign-out"]')?.addEventListener('submit', () => forget(() => true));

// Browsers offer the clipboard over HTTPS and on localhost. Elsewhere the text is selected, to be copied by hand.
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  field.addEventListener('focus', () => field.select());
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

// A second click while the first one is being answered needs no answer of its own. A file to save leaves the page as it
// is, so its form can be sent again.
const sending = [...document.querySelectorAll('form[method="post"]')];
for (const form of sending) {
  form.addEventListener('submit', event => {
    if (event.submitter?.dataset.saves !== undefined) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
addEventListener('pageshow', () => sending.forEach(form => delete form.dataset.sent));
