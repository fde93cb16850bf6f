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
